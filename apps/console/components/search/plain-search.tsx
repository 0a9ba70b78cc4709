'use client'

import { type KeyboardEvent, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import type { SearchEditorProps } from './search-editor.tsx'

interface PlainSearchProps extends Omit<SearchEditorProps, 'completion' | 'onOffer'> {
  /** When the editor takes its place: whether the cursor was in. */
  onLeave: (hadFocus: boolean) => void
}

/** The search field until its editor has come: the same place, the same keys. */
export function PlainSearch(props: PlainSearchProps) {
  const input = useRef<HTMLInputElement>(null)
  const onReady = useEffectEvent(() =>
    props.onReady((select) => (select === 'all' ? input.current?.select() : input.current?.focus())),
  )
  const onLeave = useEffectEvent((hadFocus: boolean) => props.onLeave(hadFocus))
  useEffect(() => onReady(), [])
  // What was typed before the page could listen is in the element alone.
  const takeOver = useEffectEvent((written: string) => {
    if (written !== props.text) props.onText(written)
  })
  useLayoutEffect(() => {
    const element = input.current
    if (element) takeOver(element.value)
    return () => onLeave(element !== null && element === document.activeElement)
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    if (event.key === 'Enter') props.onApply()
    else input.current?.blur()
  }
  return (
    <input
      ref={input}
      type="search"
      aria-label={props.label}
      aria-invalid={props.problem !== undefined}
      aria-describedby={props.problem ? props.problemId : undefined}
      placeholder={props.placeholder}
      spellCheck={false}
      autoComplete="off"
      value={props.text}
      onChange={(event) => props.onText(event.target.value)}
      onKeyDown={onKeyDown}
      className="h-[26px] min-w-0 flex-1 bg-transparent font-mono text-sm outline-none placeholder:font-sans [&::-webkit-search-cancel-button]:hidden"
    />
  )
}
