import type { Receipt } from '@hanzo/schema/api'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { formatCount } from '@/lib/format-number.ts'

interface ListStatusProps {
  /** In the plural. */
  noun: string
  rowCount: number
  receipt: Receipt | undefined
}

/** Below a list: how many rows are loaded, and what reading the last of them cost. */
export function ListStatus({ noun, rowCount, receipt }: ListStatusProps) {
  return (
    <div className="flex h-7 shrink-0 items-center justify-between border-t border-border px-4 text-xs text-subtle">
      <span>
        {formatCount(rowCount)} {noun} loaded
      </span>
      <ReceiptLine receipt={receipt} />
    </div>
  )
}
