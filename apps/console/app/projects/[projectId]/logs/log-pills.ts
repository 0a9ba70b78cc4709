import type { FilterPill } from '@/components/filter/filter-pills.tsx'
import { attributePills, queryPills, valuePills } from '@/components/filter/pills.ts'
import type { LogsSearch } from './search-params.ts'

/** The filters that are set, as pills: parts of the search first, which its field shows as text. */
export function logPills(search: LogsSearch, onChange: (change: Partial<LogsSearch>) => void): FilterPill[] {
  const { traceId, spanId } = search
  return [
    ...queryPills(search.query, (query) => onChange({ query })),
    ...valuePills('text', search.text === '' ? [] : [search.text], () => onChange({ text: '' })),
    ...valuePills('severity', search.severity, (severity) => onChange({ severity })),
    ...valuePills('service', search.service, (service) => onChange({ service })),
    ...attributePills(search.attribute, (attribute) => onChange({ attribute })),
    ...(traceId === null
      ? []
      : [{ id: 'trace', field: 'trace', value: traceId, onRemove: () => onChange({ traceId: null }) }]),
    ...(spanId === null
      ? []
      : [{ id: 'span', field: 'span', value: spanId, onRemove: () => onChange({ spanId: null }) }]),
  ]
}
