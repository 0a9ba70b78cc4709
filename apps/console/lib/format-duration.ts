const units = [
  { suffix: 's', nanoseconds: 1e9 },
  { suffix: 'ms', nanoseconds: 1e6 },
  { suffix: 'µs', nanoseconds: 1e3 },
  { suffix: 'ns', nanoseconds: 1 },
] as const

/**
 * `870 µs`, `12.3 ms`, `1.24 s`, `2 m 14 s`, `1 h 03 m`, `2 d 04 h`: three digits that matter.
 * @param nanoseconds a decimal string as the API sends it, or a number.
 */
export function formatDuration(nanoseconds: string | number | bigint): string {
  const value = Number(nanoseconds)
  if (value < 0) return `−${formatDuration(-value)}`
  if (value >= 59.995e9) return formatLongDuration(Math.round(value / 1e9))
  const unit = units.find((candidate) => value >= candidate.nanoseconds * 0.9995) ?? units[3]
  const amount = value / unit.nanoseconds
  if (unit.suffix === 'ns') return `${Math.round(amount)} ns`
  return `${amount.toFixed(amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2)} ${unit.suffix}`
}

/** `0 s`, `12 s`, `2 m 14 s`: whole seconds, for a duration that counts on. */
export function formatElapsed(nanoseconds: number): string {
  const seconds = Math.max(0, Math.floor(nanoseconds / 1e9))
  return seconds < 60 ? `${seconds} s` : formatLongDuration(seconds)
}

function formatLongDuration(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`
  const hours = Math.floor(minutes / 60)
  return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`
}
