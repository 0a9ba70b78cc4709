'use client'

import type { DeadLetterSummary } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '@/components/state/error-state.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { formatQuantity } from '@/lib/format-number.ts'
import { deadLetterRowsQuery } from './queries.ts'
import { rowText } from './row-text.ts'

interface DeadLetterRowsProps {
  projectId: string
  letterId: string
  table: DeadLetterSummary['tables'][number]
}

/** One table of a dead letter: the error, and the first rows as they were to be stored. */
export function DeadLetterRows({ projectId, letterId, table }: DeadLetterRowsProps) {
  const { data, error, refetch } = useQuery(deadLetterRowsQuery(projectId, letterId, table.table))
  return (
    <section aria-label={`Table ${table.table}`} className="mt-5">
      <h3 className="flex items-baseline gap-2 px-4">
        <code className="font-mono font-medium">{table.table}</code>
        <span className="text-sm text-muted">
          {formatQuantity(table.rows, 'row')}, {formatQuantity(table.attempts, 'attempt')}
        </span>
      </h3>
      <p className="mx-4 mt-1 max-h-40 overflow-auto rounded-md bg-status-error-soft px-3 py-2 text-sm break-words text-status-error">
        <code className="font-mono font-medium">{table.code}</code> {table.message}
      </p>
      {error && <ErrorState title="The rows could not be read" error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <div aria-busy="true" className="grid gap-3 p-4">
          <Skeleton className="w-3/4" />
          <Skeleton className="w-1/2" />
        </div>
      )}
      {data?.rows.map((row, index) => {
        const text = rowText(row)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no key of their own, and do not move
          <div key={index} className="group relative mx-4 mt-2 rounded-md border border-border bg-surface">
            <pre className="max-h-72 overflow-auto p-3 pr-10 font-mono text-sm whitespace-pre-wrap break-words">
              {text}
            </pre>
            <CopyButton text={text} what="Row" className="absolute top-1.5 right-1.5" />
          </div>
        )
      })}
      {data && data.rows.length < table.rows && (
        <p className="px-4 pt-2 text-sm text-subtle">
          The first {data.rows.length} of {formatQuantity(table.rows, 'row')}
        </p>
      )}
    </section>
  )
}
