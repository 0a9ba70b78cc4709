import { CompletionContext } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { ApiError } from '@/lib/api-error.ts'
import { type CompletionParts, searchCompletions } from './search-completion.ts'
import type { Suggestion } from './suggestions.ts'

const keys: Suggestion[] = [
  { text: 'http.route', count: 40 },
  { text: 'gen_ai.request.model', count: 30 },
  { text: 'odd key', count: 2 },
]
const values: Suggestion[] = [
  { text: 'shop', count: 9 },
  { text: 'payment api', count: 7 },
  { text: 'api', count: 1 },
]

/** The cursor is where the bar stands. */
async function complete(marked: string, parts: Partial<CompletionParts> = {}) {
  const at = marked.indexOf('|')
  const state = EditorState.create({ doc: marked.replace('|', '') })
  const source = searchCompletions({
    signal: 'spans',
    keys: async () => keys,
    values: async () => values,
    history: () => [],
    ...parts,
  })
  return source(new CompletionContext(state, at, true))
}

const labels = async (marked: string, parts?: Partial<CompletionParts>) =>
  (await complete(marked, parts))?.options.map(({ label }) => label)

describe('what is offered', () => {
  it('are fields with the count of what they hold, then attributes by how many records have them', async () => {
    const options = (await complete('mod|'))?.options ?? []
    expect(options[0]).toMatchObject({ label: 'model:', count: 30 })
    expect(await labels('http.r|')).toEqual(['http.response.status_code:', 'http.route'])
    expect(await labels('odd|')).toEqual(['odd key'])
  })

  it('are values, those that begin as typed first, in quotes where they need them', async () => {
    const result = await complete('name:api|')
    expect(result?.options.map(({ label }) => label)).toEqual(['api', 'payment api'])
    expect(result?.options.map(({ apply }) => apply)).toEqual(['api ', '"payment api" '])
    expect((await complete('name:(shop OR api|)'))?.options.map(({ apply }) => apply)).toEqual(['api', '"payment api"'])
  })

  it('are the searches of before while nothing is typed', async () => {
    expect((await labels('|', { history: () => ['status:error', 'x'] }))?.slice(0, 2)).toEqual(['status:error', 'x'])
    expect(await labels('s|', { history: () => ['status:error'] })).not.toContain('status:error')
  })

  it('is what the language knows when the server does not answer', async () => {
    const failing = async () => {
      throw new ApiError('the server cannot be reached', { code: 'UNREACHABLE', status: 0 })
    }
    expect(await labels('status:|', { values: failing })).toEqual(['unset', 'ok', 'error', 'running', 'no_end'])
  })

  it('is nothing inside of text', async () => {
    expect(await complete('"a b|"')).toBeNull()
  })
})
