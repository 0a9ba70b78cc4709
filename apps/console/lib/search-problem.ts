import { parseSearch, resolveSearch, SearchError, type SearchSignal } from '@hanzo/search'

export interface SearchProblem {
  message: string
  hint: string
  /** The characters it is about. */
  from: number
  to: number
}

/** Tells what is wrong with a search before it is asked; `undefined` for one that is understood. */
export function searchProblem(signal: SearchSignal): (text: string) => SearchProblem | undefined {
  return (text) => {
    try {
      resolveSearch(parseSearch(text), signal)
      return undefined
    } catch (error) {
      if (error instanceof SearchError) return error
      throw error
    }
  }
}
