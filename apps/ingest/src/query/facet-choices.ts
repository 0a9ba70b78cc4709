import { allOf, type Condition, needsOnly } from '@hanzo/search'

/** What a search asks of single fields, and what else it asks. */
export interface FacetChoices {
  /** By column: what is asked of it alone. */
  byColumn: Map<string, Condition>
  rest: Condition
}

/** Takes out of a search what it asks of each of the columns alone: facets count what stands beside a choice too. */
export function splitChoices(search: Condition, columns: readonly string[]): FacetChoices {
  const parts = search.type === 'all' ? search.of : [search]
  const byColumn = new Map<string, Condition>()
  const rest: Condition[] = []
  for (const part of parts) {
    const column = columns.find((name) => asksOf(part, name))
    if (column === undefined) rest.push(part)
    else byColumn.set(column, allOf(byColumn.get(column) ?? allOf(), part))
  }
  return { byColumn, rest: allOf(...rest) }
}

/** That a span has not ended is a status. */
function asksOf(part: Condition, column: string): boolean {
  return part.type !== 'constant' && needsOnly(part, [column]) && (column === 'status_code' || !asksOfState(part))
}

function asksOfState(part: Condition): boolean {
  if (part.type === 'all' || part.type === 'any') return part.of.some(asksOfState)
  return part.type === 'not' ? asksOfState(part.of) : part.type === 'open'
}

/** The values that a choice names, so that they are listed even when nothing has them. */
export function namedValues(choice: Condition | undefined): readonly string[] {
  if (!choice) return []
  if (choice.type === 'all' || choice.type === 'any') return choice.of.flatMap(namedValues)
  return choice.type === 'equals' ? choice.values : []
}
