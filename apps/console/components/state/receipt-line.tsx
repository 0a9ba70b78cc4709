'use client'

import type { Receipt } from '@hanzo/schema/api'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover.tsx'
import { formatBytes, formatCompact, formatCount } from '@/lib/format-number.ts'

/** What an answer cost, in one quiet line; a click shows the SQL. */
export function ReceiptLine({ receipt }: { receipt: Receipt | undefined }) {
  if (!receipt) return <span className="h-6" />
  const milliseconds = `${Math.max(1, Math.round(receipt.elapsedMilliseconds))} ms`
  return (
    <Popover>
      <PopoverTrigger className="h-6 shrink-0 rounded-sm px-1 text-xs whitespace-nowrap text-subtle hover:text-foreground">
        {formatCompact(receipt.rowsRead)} rows read · {formatBytes(receipt.bytesRead)} · {milliseconds}
      </PopoverTrigger>
      <PopoverContent aria-label="Cost of the answer" align="end" className="w-[560px] max-w-[calc(100vw-32px)]">
        <div className="mb-2 flex items-center justify-between">
          <p className="text-sm text-muted">
            {formatCount(receipt.rowsRead)} rows · {formatBytes(receipt.bytesRead)} · {milliseconds}
          </p>
          <CopyButton text={receipt.sql} what="SQL" />
        </div>
        <pre className="max-h-80 overflow-auto rounded-md border border-border bg-surface p-3 font-mono text-xs whitespace-pre-wrap">
          {receipt.sql}
        </pre>
      </PopoverContent>
    </Popover>
  )
}
