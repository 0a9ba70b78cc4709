'use client'

import type { MetricSummary, TimeRange } from '@hanzo/schema/api'
import { FunctionSquareIcon, PlusIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { duplicatePart, type ExplorerPart, isFormula, movePart, nextId, partsMost } from './explorer-query.ts'
import { FormulaRow } from './formula-row.tsx'
import { QueryRow } from './query-row.tsx'

interface QueryListProps {
  parts: readonly ExplorerPart[]
  metrics: readonly MetricSummary[]
  range: TimeRange
  onChange: (parts: ExplorerPart[]) => void
  /** What acts on all rows. */
  children: ReactNode
}

/** The rows of the explorer, and the buttons that add one. */
export function QueryList({ parts, metrics, range, onChange, children }: QueryListProps) {
  const canAdd = parts.length < partsMost
  const replace = (next: ExplorerPart) => onChange(parts.map((part) => (part.id === next.id ? next : part)))
  const queryIds = parts.filter((part) => !isFormula(part)).map(({ id }) => id)
  return (
    <section aria-label="Queries" className="flex shrink-0 flex-col gap-1.5 border-border border-b px-4 py-2">
      <ul className="flex flex-col gap-1.5">
        {parts.map((part, index) => {
          const frame = {
            canAdd,
            isFirst: index === 0,
            isLast: index === parts.length - 1,
            onHide: () => replace(withoutFalse({ ...part, hidden: !part.hidden })),
            onDuplicate: () => onChange(duplicatePart(parts, part.id)),
            onRemove: () => onChange(parts.filter(({ id }) => id !== part.id)),
            onMove: (by: -1 | 1) => onChange(movePart(parts, part.id, by)),
          }
          return isFormula(part) ? (
            <FormulaRow key={part.id} part={part} known={queryIds} onChange={replace} {...frame} />
          ) : (
            <QueryRow key={part.id} part={part} metrics={metrics} range={range} onChange={replace} {...frame} />
          )
        })}
      </ul>
      <div className="flex flex-wrap items-center gap-1.5">
        <Button
          variant="ghost"
          disabled={!canAdd}
          onClick={() => onChange([...parts, { id: nextId(parts, 'metric'), metric: '' }])}
        >
          <PlusIcon />
          Query
        </Button>
        <Button
          variant="ghost"
          disabled={!canAdd || queryIds.length === 0}
          onClick={() => onChange([...parts, { id: nextId(parts, 'formula'), expression: '' }])}
        >
          <FunctionSquareIcon />
          Formula
        </Button>
        <span aria-hidden="true" className="mx-1 h-4 w-px bg-border" />
        {children}
      </div>
    </section>
  )
}

function withoutFalse(part: ExplorerPart): ExplorerPart {
  if (part.hidden) return part
  const { hidden: _, ...shown } = part
  return shown
}
