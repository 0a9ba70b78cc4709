import { splitAttributeFilter } from '@hanzo/schema/api'
import type { FilterPill } from './filter-pills.tsx'

/** One pill for each value that a field may have. */
export function valuePills<Value extends string>(
  field: string,
  values: readonly Value[],
  onChange: (values: Value[]) => void,
): FilterPill[] {
  return values.map((value) => ({
    id: `${field} ${value}`,
    field,
    value,
    onRemove: () => onChange(values.filter((other) => other !== value)),
  }))
}

/** One pill for each `key=value`. */
export function attributePills(filters: readonly string[], onChange: (filters: string[]) => void): FilterPill[] {
  return filters.map((filter) => {
    const { key, value } = splitAttributeFilter(filter)
    return {
      id: `attribute ${filter}`,
      field: key,
      value,
      onRemove: () => onChange(filters.filter((other) => other !== filter)),
    }
  })
}
