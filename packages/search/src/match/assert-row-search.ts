import { SearchError } from '../search-error.ts'
import type { SearchNode } from '../syntax/search-node.ts'

/**
 * Refuses structural terms where rows are decided about one by one, as a live tail does.
 * @throws {SearchError}
 */
export function assertRowSearch(search: SearchNode | undefined): void {
  if (!search) return
  if (search.type === 'and' || search.type === 'or') search.operands.forEach(assertRowSearch)
  else if (search.type === 'not') assertRowSearch(search.operand)
  else if (search.type === 'relation') {
    throw new SearchError(
      `${search.relation}:(…) cannot be decided while rows arrive`,
      'remove it, or stop the live view: it looks at other spans, which may come later',
      search,
    )
  }
}
