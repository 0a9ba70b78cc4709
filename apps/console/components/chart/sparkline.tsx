import { cssColor } from './css-color.ts'

interface SparklineProps {
  /** Evenly spaced; `null` is a gap. */
  values: readonly (number | null)[]
  /** A CSS variable such as `--service-1`. */
  colorVariable?: string
  label: string
  className?: string
}

/** A line without axes, as small as a word. Zero is always on the scale, so that height says size. */
export function Sparkline({ values, colorVariable = '--accent', label, className }: SparklineProps) {
  const present = values.filter((value) => value !== null)
  const low = Math.min(0, ...present)
  const high = Math.max(0, ...present)
  const width = Math.max(values.length - 1, 1)
  const y = (value: number) => (high === low ? 1 : 1 - (value - low) / (high - low))
  let path = ''
  values.forEach((value, index) => {
    if (value === null) return
    const begins = values[index - 1] === undefined || values[index - 1] === null
    path += `${begins ? 'M' : 'L'}${index} ${y(value).toFixed(3)}`
  })
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 -0.06 ${width} 1.12`}
      preserveAspectRatio="none"
      className={className ?? 'h-4 w-16'}
    >
      <path
        d={path}
        fill="none"
        stroke={cssColor(colorVariable)}
        strokeWidth={1.25}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
