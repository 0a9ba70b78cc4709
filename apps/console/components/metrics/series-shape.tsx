import { cssColor } from '@/components/chart/css-color.ts'
import { shapePaths } from './shape-paths.ts'

interface SeriesShapeProps {
  values: readonly (number | null)[]
  color: string
  className?: string
}

/** The shape of a series without axes, beside its value. It says nothing that the value and the chart do not. */
export function SeriesShape({ values, color, className }: SeriesShapeProps) {
  const { line, area } = shapePaths(values)
  const css = cssColor(color)
  return (
    <svg aria-hidden="true" viewBox="0 0 100 100" preserveAspectRatio="none" className={className}>
      <path d={area} fill={css} opacity={0.12} />
      <path d={line} fill="none" stroke={css} strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
