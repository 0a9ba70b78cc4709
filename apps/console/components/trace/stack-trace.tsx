'use client'

import { useState } from 'react'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { classNames } from '@/lib/class-names.ts'
import { stackLines } from './stack-frames.ts'

/** A stack trace; frames of dependencies are dimmed and can be left out. */
export function StackTrace({ stack }: { stack: string }) {
  const [ownOnly, setOwnOnly] = useState(false)
  const lines = stackLines(stack)
  const foreign = lines.filter((line) => line.foreign).length
  const hasOwn = lines.some((line) => line.frame && !line.foreign)
  const shown = ownOnly ? lines.filter((line) => !line.foreign) : lines
  return (
    <div className="group relative mt-2 overflow-hidden rounded-md border border-border">
      <pre className="max-h-96 overflow-auto bg-surface px-3 py-2 font-mono text-xs leading-[18px]">
        {shown.map((line, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id, and their order never changes
            key={index}
            className={classNames('block', line.foreign && 'text-subtle', line.frame || 'text-muted')}
          >
            {line.text || ' '}
          </span>
        ))}
      </pre>
      {foreign > 0 && hasOwn && (
        <button
          type="button"
          className="w-full border-border border-t px-3 py-1 text-left text-sm text-subtle hover:bg-hover hover:text-foreground"
          onClick={() => setOwnOnly(!ownOnly)}
        >
          {ownOnly ? `Show ${foreign} frames of dependencies` : `Hide ${foreign} frames of dependencies`}
        </button>
      )}
      <CopyButton
        text={stack}
        what="Stack trace"
        className="absolute top-1 right-1 bg-surface opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
      />
    </div>
  )
}
