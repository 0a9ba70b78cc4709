'use client'

import type { SearchSignal } from '@hanzo/search'
import { useQueryClient } from '@tanstack/react-query'
import { SearchIcon, XIcon } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useId, useMemo, useRef, useState } from 'react'
import { useProject } from '@/components/shell/project-context.tsx'
import { Kbd } from '@/components/ui/kbd.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { classNames } from '@/lib/class-names.ts'
import { searchProblem } from '@/lib/search-problem.ts'
import { PlainSearch } from './plain-search.tsx'
import type { CompletionParts } from './search-completion.ts'
import { SearchProblemNote } from './search-problem-note.tsx'
import { suggestKeys, suggestValues } from './suggestions.ts'
import { useSearchHistory } from './use-search-history.ts'
import { useShownProblem } from './use-shown-problem.ts'

// It weighs as much as the rest of the page.
const SearchEditor = lazy(async () => ({ default: (await import('./search-editor.tsx')).SearchEditor }))

export interface SearchBoxProps {
  signal: SearchSignal
  /** Of metrics: completion offers what series of this one have. */
  metric?: string
  value: string
  onChange: (query: string) => void
  label: string
  placeholder: string
  className?: string
  /** Stands at the end while nothing is typed. */
  hint?: ReactNode
  /** Once it can be typed into: takes how to put the cursor in. */
  onReady?: (focus: TakeFocus) => void
}
export type TakeFocus = (select: 'all' | 'end') => void

/** A search that Enter applies and Esc leaves, with completion. What cannot be understood is not applied. */
export function SearchBox(props: SearchBoxProps) {
  const { signal, metric, value, onChange, label, placeholder, onReady } = props
  const { projectId } = useProject()
  const problemId = useId()
  const [typed, setTyped] = useState(value)
  const [applied, setApplied] = useState(value)
  // The back button, or a filter that was set elsewhere.
  if (applied !== value) {
    setApplied(value)
    setTyped(value)
  }
  const [isOffering, setOffering] = useState(false)
  const [history, addToHistory] = useSearchHistory(projectId, signal)
  const problemOf = useMemo(() => searchProblem(signal), [signal])
  const { problem, showAtOnce } = useShownProblem(typed, problemOf)
  const focus = useRef<TakeFocus>(undefined)
  const wasFocused = useRef(false)
  const completion = useCompletion(signal, metric, history)
  const apply = (text: string) => {
    if (problemOf(text)) return showAtOnce()
    const query = text.trim()
    addToHistory(query)
    if (query !== value) onChange(query)
  }
  const clear = () => {
    setTyped('')
    apply('')
    focus.current?.('end')
  }
  const giveFocus = (take: TakeFocus) => {
    focus.current = take
    onReady?.(take)
  }
  const field = { text: typed, label, placeholder, problem, problemId, onText: setTyped, onApply: () => apply(typed) }
  const plain = (
    <PlainSearch
      {...field}
      onReady={(take) => giveFocus(take)}
      onLeave={(hadFocus) => {
        wasFocused.current = hadFocus
      }}
    />
  )
  const takeOver = (take: TakeFocus) => {
    giveFocus(take)
    if (wasFocused.current) take('end')
  }
  return (
    <div
      className={classNames(
        'relative flex min-h-7 min-w-40 flex-1 items-start rounded-md border border-border-strong/60 bg-background pl-8 hover:border-border-strong has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-ring',
        problem && 'border-danger hover:border-danger',
        props.className,
      )}
    >
      <SearchIcon className="pointer-events-none absolute top-[5px] left-2.5 size-4 text-subtle" />
      {useHydrated() ? (
        <Suspense fallback={plain}>
          <SearchEditor {...field} completion={completion} onOffer={setOffering} onReady={takeOver} />
        </Suspense>
      ) : (
        plain
      )}
      <FieldEnd typed={typed} isApplied={typed.trim() === value} hint={props.hint} onClear={clear} />
      <SearchProblemNote id={problemId} problem={isOffering ? undefined : problem} text={typed} />
    </div>
  )
}

function useCompletion(signal: SearchSignal, metric: string | undefined, searches: readonly string[]): CompletionParts {
  const client = useQueryClient()
  const { projectId } = useProject()
  const [{ from, to }] = useTimeRange()
  const latest = useRef({ from, to, searches })
  latest.current = { from, to, searches }
  return useMemo(() => {
    const options = () => ({
      client,
      projectId,
      signal,
      metric,
      range: { from: latest.current.from, to: latest.current.to },
    })
    return {
      signal,
      keys: (prefix, stop) => suggestKeys(options(), prefix, stop),
      values: (key, prefix, stop) => suggestValues(options(), key, prefix, stop),
      history: () => latest.current.searches,
    }
  }, [client, projectId, signal, metric])
}

interface FieldEndProps {
  typed: string
  isApplied: boolean
  hint: ReactNode
  onClear: () => void
}

function FieldEnd({ typed, isApplied, hint, onClear }: FieldEndProps) {
  return (
    <span className="flex h-[26px] shrink-0 items-center gap-1 pr-1">
      {!isApplied && <Kbd title="Enter searches">↵</Kbd>}
      {typed === '' ? (
        hint
      ) : (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={onClear}
          className="flex size-5 items-center justify-center rounded-sm text-subtle hover:bg-hover hover:text-foreground"
        >
          <XIcon className="size-3.5" />
        </button>
      )}
    </span>
  )
}
