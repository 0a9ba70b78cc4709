import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
  startCompletion,
} from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import {
  attributeKey,
  type CompletionOption,
  completeSearch,
  findSearchField,
  type SearchCompletion,
  type SearchSignal,
  writeValue,
} from '@hanzo/search'
import { isCancelledError } from '@tanstack/react-query'
import { ApiError } from '@/lib/api-error.ts'
import { formatCompact } from '@/lib/format-number.ts'
import type { Suggestion } from './suggestions.ts'

export interface CompletionParts {
  signal: SearchSignal
  keys: (prefix: string, stop: AbortSignal) => Promise<Suggestion[]>
  values: (key: string, prefix: string, stop: AbortSignal) => Promise<Suggestion[]>
  /** Searches of before, the last first. */
  history: () => readonly string[]
}

interface CountedCompletion extends Completion {
  count?: number
}

/** Keys that are pressed while one types ask once. */
const debounceMilliseconds = 120
const optionsMost = 100
const recentMost = 8

/** Completes what stands at the cursor: fields and attributes, values with their counts, and searches of before. */
export function searchCompletions(parts: CompletionParts) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString()
    const place = completeSearch(text, context.pos, parts.signal)
    if (!place) return null
    // What the language itself knows is there at once, where it is all there is.
    const found = await suggested(parts, place, context)
    if (context.aborted) return null
    const options = place.kind === 'key' ? keyOptions(place, found, parts.signal) : valueOptions(place, found, text)
    const recent = text.trim() === '' ? recentOptions(parts.history()) : []
    if (options.length + recent.length === 0) return null
    return { from: place.from, to: place.to, options: [...recent, ...options], filter: false }
  }
}

async function suggested(
  parts: CompletionParts,
  place: SearchCompletion,
  context: CompletionContext,
): Promise<Suggestion[]> {
  const stop = new AbortController()
  context.addEventListener('abort', () => stop.abort(), { onDocChange: true })
  await new Promise((resolve) => setTimeout(resolve, context.explicit ? 0 : debounceMilliseconds))
  if (context.aborted || stop.signal.aborted) return []
  try {
    if (place.kind === 'key') return await parts.keys(place.typed, stop.signal)
    return await parts.values(place.key ?? '', place.typed, stop.signal)
  } catch (error) {
    // Completion without counts is better than none; lists on the page tell of a server that does not answer.
    if (isCancelledError(error) || error instanceof ApiError || error instanceof DOMException) return []
    throw error
  }
}

function keyOptions(place: SearchCompletion, keys: readonly Suggestion[], signal: SearchSignal): CountedCompletion[] {
  const typed = place.typed.toLowerCase()
  const countOf = new Map(keys.map(({ text, count }) => [text, count]))
  const known = place.options.map((option): CountedCompletion => {
    const field = option.type === 'field' ? findSearchField(option.insert.slice(0, -1), signal) : undefined
    const counts = field?.aliases.flatMap((alias) => countOf.get(alias) ?? []) ?? []
    return {
      ...fixedOption(option),
      ...(counts.length > 0 && { count: Math.max(...counts) }),
    }
  })
  const attributes = keys
    .filter(({ text }) => text.toLowerCase().includes(typed))
    .sort((a, b) => Number(beginsWith(b, typed)) - Number(beginsWith(a, typed)) || b.count - a.count)
    .slice(0, optionsMost)
    .map(({ text, count }): CountedCompletion => {
      const insert = `${attributeKey('any', text)}:`
      return { label: text, detail: 'attribute', count, type: 'attribute', apply: applyKey(insert) }
    })
    .filter(({ label }) => !findSearchField(label, signal))
  const isKey = ({ type }: Completion) => type === 'field'
  return [...known.filter(isKey), ...attributes, ...known.filter((option) => !isKey(option))]
}

function beginsWith({ text }: Suggestion, typed: string): boolean {
  return text.toLowerCase().startsWith(typed)
}

function fixedOption({ insert, detail, type }: CompletionOption): CountedCompletion {
  const goesOn = insert.endsWith(':') || insert.endsWith('.') || insert.endsWith('(')
  return { label: insert.trim(), detail, type, apply: goesOn ? applyKey(insert) : insert }
}

/** What stands behind a key is asked for next. */
function applyKey(insert: string) {
  return (view: EditorView, _: Completion, from: number, to: number): void => {
    view.dispatch(insertCompletionText(view.state, insert, from, endOfKey(view, to)))
    startCompletion(view)
  }
}

/** A key that has its colon loses it to the one that comes. */
function endOfKey(view: EditorView, to: number): number {
  return view.state.sliceDoc(to, to + 1) === ':' ? to + 1 : to
}

function valueOptions(place: SearchCompletion, values: readonly Suggestion[], text: string): CountedCompletion[] {
  const typed = place.typed.toLowerCase()
  const counted = values
    .filter((value) => value.text !== '' && value.text.toLowerCase().includes(typed))
    .sort((a, b) => Number(beginsWith(b, typed)) - Number(beginsWith(a, typed)) || b.count - a.count)
    .slice(0, optionsMost)
  const listed = new Set(counted.map((value) => value.text))
  // A blank goes behind a value that ends the search, so that one types on.
  const end = place.to === text.length && !place.isInList ? ' ' : ''
  const written = (value: string) => `${writeValue([value], place.isInList ? 'list' : 'value')}${end}`
  return [
    ...counted.map(
      (value): CountedCompletion => ({
        label: value.text,
        count: value.count,
        type: 'value',
        apply: written(value.text),
      }),
    ),
    ...place.options
      .filter(({ insert }) => !listed.has(insert))
      .map((option): CountedCompletion => {
        const isSign = /^[<>]/.test(option.insert)
        return {
          label: option.insert,
          detail: option.detail,
          type: 'value',
          apply: isSign ? option.insert : written(option.insert),
        }
      }),
  ]
}

function recentOptions(history: readonly string[]): CountedCompletion[] {
  return history.slice(0, recentMost).map((label) => ({ label, type: 'recent', section: { name: 'Recent', rank: -1 } }))
}

/** The count at the right edge of an option. */
export function renderCount(option: Completion): Node | null {
  const { count } = option as CountedCompletion
  if (count === undefined) return null
  const element = document.createElement('span')
  element.className = 'cm-completionCount'
  element.textContent = formatCompact(count)
  return element
}
