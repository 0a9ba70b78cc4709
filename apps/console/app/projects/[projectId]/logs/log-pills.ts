import type { FilterPill } from '@/components/filter/filter-pills.tsx'
import { attributePills, valuePills } from '@/components/filter/pills.ts'
import type { LogsSearch } from './search-params.ts'

/** The filters that are set, as pills. Text stands in its own field. */
export function logPills(search: LogsSearch, onChange: (change: Partial<LogsSearch>) => void): FilterPill[] {
  const { traceId, spanId } = search
  return [
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
