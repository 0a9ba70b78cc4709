import { assertRowSearch, parseSearch, SearchError } from '@hanzo/search'
import type { TailStatus } from '@/hooks/use-tail.ts'

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

/** What keeps a tail from being live, as far as the server says it; `undefined` while it is live, or only not yet. */
export function tailProblem(status: TailStatus): string | undefined {
  if (status.kind === 'ended') return sentence(status.problem)
  if (status.kind !== 'waiting' || status.problem === undefined) return undefined
  return `${sentence(status.problem)} It is tried again by itself.`
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.]?$/, '.')}`
