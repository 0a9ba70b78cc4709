import type { ServiceRedRow } from '@hanzo/schema/api'
import { figureOf } from '@/components/red/red-figures.ts'
import type { ServicesSearch } from './search-params.ts'

/** The services whose name holds the text, largest figure first. */
export function sortServices(
  rows: readonly ServiceRedRow[],
  { sort, text }: Pick<ServicesSearch, 'sort' | 'text'>,
): ServiceRedRow[] {
  const wanted = text.toLowerCase()
  const byName = (a: ServiceRedRow, b: ServiceRedRow) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  const figure = ({ current }: ServiceRedRow) => (sort === 'name' ? 0 : (figureOf(current, sort, 1) ?? -1))
  return rows
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .sort((a, b) => figure(b) - figure(a) || byName(a, b))
}
