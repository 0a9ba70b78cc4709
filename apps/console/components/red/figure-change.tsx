import { classNames } from '@/lib/class-names.ts'
import { changeOf, type RedFigure } from './red-figures.ts'

interface FigureChangeProps {
  figure: RedFigure
  current: number | null
  previous: number | null
  className?: string
}

const tones = { better: 'text-status-ok', worse: 'text-status-error', plain: 'text-subtle' }

/** By how much a figure differs from that of the range before; nothing where it hardly does. */
export function FigureChange({ figure, current, previous, className }: FigureChangeProps) {
  const change = changeOf(figure, current, previous)
  if (!change) return null
  return (
    <span
      className={classNames('text-xs whitespace-nowrap', tones[change.tone], className)}
      title="against the range of the same length before"
    >
      {change.text}
    </span>
  )
}
