import type { RedChange } from '@hanzo/schema/api'
import { classNames } from '@/lib/class-names.ts'
import { type RedFigure, redChangeOf } from './red-figures.ts'

interface FigureChangeProps {
  figure: RedFigure
  red: RedChange
  seconds: number
  className?: string
}

const tones = { better: 'text-status-ok', worse: 'text-status-error', plain: 'text-subtle' }

/** By how much a figure differs from that of the range before; nothing where it hardly does. */
export function FigureChange({ figure, red, seconds, className }: FigureChangeProps) {
  const change = redChangeOf(figure, red, seconds)
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
