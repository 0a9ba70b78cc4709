interface SparklineProps {
  /** One value for each step of time. */
  values: readonly number[]
  /** Drawn over the others: the part of each value that failed. */
  failed?: readonly number[]
  /** What it shows, for screen readers. */
  label: string
  width?: number
  height?: number
}

/** Counts over time as small bars, without axes: a shape beside a number. */
export function Sparkline({ values, failed = [], label, width = 96, height = 18 }: SparklineProps) {
  const peak = Math.max(1, ...values)
  const step = width / Math.max(1, values.length)
  const bars = (counts: readonly number[]) =>
    counts
      .map((count, index) => {
        if (count === 0) return ''
        const size = Math.max(1, (count / peak) * height)
        return `M${(index * step).toFixed(2)} ${height}v${-size.toFixed(2)}h${Math.max(1, step - 0.75).toFixed(2)}v${size.toFixed(2)}z`
      })
      .join('')
  return (
    <svg role="img" aria-label={label} width={width} height={height} className="shrink-0">
      <path d={bars(values)} fill="var(--border-strong)" />
      <path d={bars(failed)} fill="var(--status-error)" />
    </svg>
  )
}
