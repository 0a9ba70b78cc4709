import type { FilterPill } from '@/components/filter/filter-pills.tsx'
import { attributePills, queryPills, valuePills } from '@/components/filter/pills.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import type { TracesSearch } from './search-params.ts'

/** The filters that are set, as pills: parts of the search first, which its field shows as text. */
export function spanPills(search: TracesSearch, onChange: (change: Partial<TracesSearch>) => void): FilterPill[] {
  const { minDurationNanoseconds: min, maxDurationNanoseconds: max } = search
  const duration = (operator: string, nanoseconds: string, remove: () => void): FilterPill => ({
    id: `duration ${operator}`,
    field: 'duration',
    operator,
    value: formatDuration(nanoseconds),
    onRemove: remove,
  })
  return [
    ...queryPills(search.query, (query) => onChange({ query })),
    ...valuePills('text', search.text === '' ? [] : [search.text], () => onChange({ text: '' })),
    ...valuePills('status', search.status, (status) => onChange({ status })),
    ...valuePills('service', search.service, (service) => onChange({ service })),
    ...valuePills('name', search.name, (name) => onChange({ name })),
    ...attributePills(search.attribute, (attribute) => onChange({ attribute })),
    ...(min === null ? [] : [duration('≥', min, () => onChange({ minDurationNanoseconds: null }))]),
    ...(max === null ? [] : [duration('≤', max, () => onChange({ maxDurationNanoseconds: null }))]),
  ]
}
