'use client'

import { ChevronDownIcon, ChevronUpIcon, CircleAlertIcon, SearchIcon } from 'lucide-react'
import type { RefObject } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Kbd } from '@/components/ui/kbd.tsx'
import { formatCount } from '@/lib/format-number.ts'
import type { Waterfall } from './use-waterfall.ts'

interface TraceToolbarProps {
  waterfall: Waterfall
  find: string
  onFind: (find: string) => void
  input: RefObject<HTMLInputElement | null>
}

/** Finds spans and errors in the trace and goes from one to the next. */
export function TraceToolbar({ waterfall, find, onFind, input }: TraceToolbarProps) {
  const { isWhole, found, errors, cursor } = waterfall
  const place = found.indexOf(cursor)
  return (
    <div className="flex items-center gap-1">
      <div className="relative w-64">
        <SearchIcon className="pointer-events-none absolute top-[7px] left-2 size-3.5 text-subtle" />
        <Input
          ref={input}
          type="search"
          aria-label="Find spans"
          placeholder="Find spans"
          value={find}
          onChange={(event) => onFind(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') waterfall.goToFound(event.shiftKey ? -1 : 1)
            if (event.key === 'Escape') {
              if (find === '') event.currentTarget.blur()
              onFind('')
            }
          }}
          className="pr-16 pl-7 [&::-webkit-search-cancel-button]:hidden"
        />
        {find === '' ? (
          <Kbd className="absolute top-[5px] right-1.5">/</Kbd>
        ) : (
          <span role="status" className="pointer-events-none absolute top-1.5 right-2 text-subtle text-xs">
            {!isWhole
              ? '…'
              : found.length === 0
                ? 'none'
                : `${place >= 0 ? formatCount(place + 1) : '–'} / ${formatCount(found.length)}`}
          </span>
        )}
      </div>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Previous match"
        title="Previous match (Shift+N)"
        disabled={found.length === 0}
        onClick={() => waterfall.goToFound(-1)}
      >
        <ChevronUpIcon />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Next match"
        title="Next match (N)"
        disabled={found.length === 0}
        onClick={() => waterfall.goToFound(1)}
      >
        <ChevronDownIcon />
      </Button>
      <Button
        variant="ghost"
        disabled={errors.length === 0}
        title="Next error (E), previous error (Shift+E)"
        onClick={(event) => waterfall.goToError(event.shiftKey ? -1 : 1)}
      >
        <CircleAlertIcon className={errors.length > 0 ? 'text-status-error' : ''} />
        Next error
      </Button>
    </div>
  )
}
