import type { SpanDifference, SpanDifferences } from '@hanzo/schema/api'
import { FilterIcon, FilterXIcon } from 'lucide-react'
import { formatShare } from '@/components/red/red-figures.ts'
import { Button } from '@/components/ui/button.tsx'
import { formatCount } from '@/lib/format-number.ts'

interface DifferenceRowProps {
  difference: SpanDifference
  answer: SpanDifferences
  onFilter: (term: string) => void
}

/** A value, how often each side has it, and buttons that filter by it. */
export function DifferenceRow({ difference, answer, onFilter }: DifferenceRowProps) {
  const { key, value, term, selectedCount, restCount } = difference
  const selected = answer.selected.spanCount === 0 ? 0 : selectedCount / answer.selected.spanCount
  const rest = answer.rest.spanCount === 0 ? 0 : restCount / answer.rest.spanCount
  return (
    <li className="group flex h-9 items-center gap-3 border-b border-border/60 px-4 hover:bg-hover">
      <span className="flex min-w-0 flex-1 items-baseline gap-1.5 text-sm">
        <span className="max-w-[45%] shrink-0 truncate text-muted" title={key}>
          {key}
        </span>
        <span className="truncate font-medium" title={value}>
          {value}
        </span>
      </span>
      <span
        className="grid w-36 shrink-0 grid-cols-[1fr_auto] items-center gap-x-2 text-2xs leading-3 tabular-nums"
        title={`${formatCount(selectedCount)} of ${formatCount(answer.selected.spanCount)} compared spans of the selection, ${formatCount(restCount)} of ${formatCount(answer.rest.spanCount)} of the rest`}
      >
        <ShareBar share={selected} color="var(--accent)" />
        <span className="w-10 text-right">{formatShare(selected)}</span>
        <ShareBar share={rest} color="var(--border-strong)" />
        <span className="w-10 text-right text-subtle">{formatShare(rest)}</span>
      </span>
      <span className="flex shrink-0">
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Only ${term}`}
          title={`Only ${term}`}
          onClick={() => onFilter(term)}
        >
          <FilterIcon />
        </Button>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Without ${term}`}
          title={`Without ${term}`}
          onClick={() => onFilter(`-${term}`)}
        >
          <FilterXIcon />
        </Button>
      </span>
    </li>
  )
}

function ShareBar({ share, color }: { share: number; color: string }) {
  return (
    <span aria-hidden="true" className="block h-1.5 overflow-hidden rounded-full bg-hover">
      <span className="block h-full rounded-full" style={{ width: `${share * 100}%`, background: color }} />
    </span>
  )
}
