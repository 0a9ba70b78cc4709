const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

const scales = [
  { suffix: 'T', factor: 1e12 },
  { suffix: 'G', factor: 1e9 },
  { suffix: 'M', factor: 1e6 },
  { suffix: 'k', factor: 1e3 },
] as const

/** `1,204,331`: where every digit counts. */
export function formatCount(value: number): string {
  return whole.format(value)
}

/** `999`, `1.2k`, `34k`, `1.3M`: where space is short. Counts and tokens. */
export function formatCompact(value: number): string {
  const scale = scales.find((candidate) => Math.abs(value) >= candidate.factor * 0.9995)
  if (!scale) return whole.format(value)
  const amount = value / scale.factor
  return `${trimmed(amount, Math.abs(amount) < 9.95 ? 1 : 0)}${scale.suffix}`
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** `512 B`, `1.2 MiB`. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), byteUnits.length - 1)
  const amount = bytes / 1024 ** step
  return `${trimmed(amount, step === 0 || amount >= 9.95 ? 0 : 1)} ${byteUnits[step]}`
}

/** `1 span`, `2 spans`, `1.2k spans`. */
export function formatQuantity(count: number, one: string, many = `${one}s`): string {
  return `${formatCompact(count)} ${count === 1 ? one : many}`
}

function trimmed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return text.endsWith('.0') ? text.slice(0, -2) : text
}
