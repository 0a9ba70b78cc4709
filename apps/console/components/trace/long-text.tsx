'use client'

import { useState } from 'react'
import { classNames } from '@/lib/class-names.ts'

const shortAtMost = 600

interface LongTextProps {
  text: string
  /** Fixed pitch, for code and JSON. */
  mono?: boolean
  /** Lines before it is cut. */
  lines?: number
  className?: string
}

/** Text as it was sent, line breaks included. What is long is cut, with a way to read all of it. */
export function LongText({ text, mono = false, lines = 14, className }: LongTextProps) {
  const [open, setOpen] = useState(false)
  const short = shortened(text, lines)
  return (
    <div className={classNames('break-words', className)}>
      <div className={classNames('whitespace-pre-wrap', mono && 'font-mono text-xs leading-[18px]')}>
        {open ? text : short}
      </div>
      {short.length < text.length && (
        <button type="button" className="mt-0.5 text-accent text-sm hover:underline" onClick={() => setOpen(!open)}>
          {open ? 'Show less' : `Show all ${text.length.toLocaleString('en-US')} characters`}
        </button>
      )}
    </div>
  )
}

function shortened(text: string, linesAtMost: number): string {
  const lines = text.split('\n', linesAtMost + 1)
  const head = lines.length > linesAtMost ? lines.slice(0, linesAtMost).join('\n') : text
  const cut = head.length > shortAtMost * 1.2 ? head.slice(0, shortAtMost) : head
  return cut.length < text.length ? `${cut.trimEnd()} …` : text
}
