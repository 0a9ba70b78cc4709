'use client'

import type { LogSummary } from '@hanzo/schema/api'
import type { SearchFilter } from '@hanzo/search'
import { useCallback, useMemo } from 'react'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Segmented } from '@/components/ui/segmented.tsx'
import { useStoredState } from '@/hooks/use-stored-state.ts'
import { bodyKey, comparedText } from '@/lib/body-key.ts'
import { classNames } from '@/lib/class-names.ts'
import { type JsonNode, readStructure } from '@/lib/read-json.ts'
import { type JsonPath, JsonTree } from './json-tree.tsx'
import type { ValueActions } from './value-buttons.tsx'

/** What can be done with the values of a log record. */
export interface LogValueActions {
  onFilter?: ((filter: SearchFilter) => void) | undefined
  /** Shows a key as a column of the list. */
  onAddColumn?: ((key: string) => void) | undefined
}

interface LogBodyProps extends LogValueActions {
  log: Pick<LogSummary, 'body' | 'bodyTruncated'>
  className?: string
}

const views = [
  { value: 'tree', label: 'Tree' },
  { value: 'raw', label: 'Raw' },
]

/** The body of a log record: as a tree where it is JSON, or as it was sent. */
export function LogBody({ log, onFilter, onAddColumn, className }: LogBodyProps) {
  const structure = useMemo(() => readStructure(log.body), [log.body])
  const [view, setView] = useStoredState('log-body')
  const isTree = structure !== undefined && view !== 'raw'
  const actionsOf = useCallback(
    (path: JsonPath, node: JsonNode): ValueActions | undefined => {
      const key = bodyKey(path)
      if (key === undefined) return undefined
      const value = comparedText(node)
      return {
        ...(onFilter && value !== undefined && { filter: { value: { key, value }, onFilter } }),
        ...(onAddColumn && { onAddColumn: () => onAddColumn(key) }),
      }
    },
    [onFilter, onAddColumn],
  )
  return (
    <div className={classNames('relative rounded-md border border-border bg-surface', className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section aria-label="Body" tabIndex={0} className="max-h-[45vh] overflow-auto p-3 pr-10">
        {isTree ? (
          <JsonTree node={structure} actionsOf={actionsOf} />
        ) : (
          <pre className="font-mono text-sm whitespace-pre-wrap break-words">
            {log.body || <span className="text-subtle">no body</span>}
          </pre>
        )}
        {log.bodyTruncated && <p className="pt-2 text-sm text-subtle">Open the record to read all of it.</p>}
      </section>
      <div className="absolute top-1.5 right-1.5 flex items-center gap-1">
        {structure && (
          <Segmented
            label="Show the body as"
            className="h-6"
            value={isTree ? 'tree' : 'raw'}
            options={views}
            onValueChange={setView}
          />
        )}
        <CopyButton text={log.body} what="Body" />
      </div>
    </div>
  )
}
