/** How a value differs from an earlier one: `+12 %`, `−3 %`, `×14`; nothing where there is nothing to compare. */
export function changeText(value: number | null, before: number | null): string | null {
  if (value === null || before === null || before === 0 || !Number.isFinite(value / before)) return null
  const ratio = value / before
  if (ratio >= 10) return `×${Math.round(ratio)}`
  const percent = Math.round((ratio - 1) * 1000) / 10
  if (percent === 0) return '±0 %'
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`
}
