import { assertRowSearch, parseSearch, SearchError } from '@hanzo/search'

/** Why a search cannot be watched live; `undefined` where it can. */
export function liveProblem(query: string): string | undefined {
  try {
    assertRowSearch(parseSearch(query))
    return undefined
  } catch (error) {
    if (error instanceof SearchError) return `${error.message}: ${error.hint}`
    throw error
  }
}
