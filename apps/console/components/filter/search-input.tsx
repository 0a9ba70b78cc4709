'use client'

import { SearchIcon, XIcon } from 'lucide-react'
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { Input } from '@/components/ui/input.tsx'
import { Kbd } from '@/components/ui/kbd.tsx'
import { useShortcut } from '@/hooks/use-shortcut.ts'

interface SearchInputProps {
  value: string
  onChange: (value: string) => void
  label: string
  placeholder: string
}

const debounceMilliseconds = 250

/** Text to look for: applied a quarter of a second after the last key, or on Enter. `/` puts the cursor in. */
export function SearchInput({ value, onChange, label, placeholder }: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const [applied, setApplied] = useState(value)
  // The back button, or a filter that was cleared elsewhere.
  if (applied !== value) {
    setApplied(value)
    setTyped(value)
  }
  const apply = (text: string) => {
    if (text === value) return
    setApplied(text)
    onChange(text)
  }
  const applyTyped = useEffectEvent(() => apply(typed))
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => applyTyped(), debounceMilliseconds)
    return () => clearTimeout(timer)
  }, [typed, value])
  useShortcut('/', () => input.current?.select())

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') apply(typed)
    if (event.key === 'Escape') input.current?.blur()
    if (event.key === 'Enter' || event.key === 'Escape') event.preventDefault()
  }
  const clear = () => {
    setTyped('')
    apply('')
    input.current?.focus()
  }
  return (
    <div className="relative min-w-40 flex-1">
      <SearchIcon className="pointer-events-none absolute top-1.5 left-2.5 size-4 text-subtle" />
      <Input
        ref={input}
        role="searchbox"
        aria-label={label}
        placeholder={placeholder}
        maxLength={4096}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        className="px-8"
      />
      {typed ? (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={clear}
          className="absolute top-1 right-1 flex size-5 items-center justify-center rounded-sm text-subtle hover:bg-hover hover:text-foreground"
        >
          <XIcon className="size-3.5" />
        </button>
      ) : (
        <Kbd className="pointer-events-none absolute top-[5px] right-2">/</Kbd>
      )}
    </div>
  )
}
