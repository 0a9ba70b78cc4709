const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

const two = (value: number) => String(value).padStart(2, '0')
const three = (value: number) => String(value).padStart(3, '0')

/** Milliseconds since the epoch of a nanosecond decimal string. */
export function millisecondsOf(unixNano: string): number {
  return Number(BigInt(unixNano) / 1_000_000n)
}

/** Local wall clock to the millisecond, the form of list rows: `Nov 22 14:03:21.482`. */
export function formatTime(unixNano: string): string {
  const date = new Date(millisecondsOf(unixNano))
  return `${formatDay(date)} ${formatClock(date)}.${three(date.getMilliseconds())}`
}

/** Local date and time to the minute, with the year where it is not this one: `Nov 22 14:03`. */
export function formatMinute(milliseconds: number, now = Date.now()): string {
  const date = new Date(milliseconds)
  const year = date.getFullYear() === new Date(now).getFullYear() ? '' : ` ${date.getFullYear()}`
  return `${formatDay(date)}${year} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** Every digit that was sent, local time with its offset: `2026-11-22 14:03:21.482193004 +01:00`. */
export function formatExactTime(unixNano: string): string {
  const nanoseconds = BigInt(unixNano)
  const date = new Date(Number(nanoseconds / 1_000_000n))
  const fraction = String(nanoseconds % 1_000_000_000n).padStart(9, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${formatClock(date)}.${fraction} ${formatOffset(-date.getTimezoneOffset())}`
}

/** The same moment in UTC, to the millisecond: `2026-11-22T13:03:21.482Z`. */
export function formatUtcTime(unixNano: string): string {
  return new Date(millisecondsOf(unixNano)).toISOString()
}

/** `just now`, `12 s ago`, `3 m ago`, `5 h ago`, `2 d ago`; the future reads `in 3 m`. */
export function formatRelative(milliseconds: number, now = Date.now()): string {
  const seconds = Math.round((now - milliseconds) / 1000)
  const size = Math.abs(seconds)
  if (size < 2) return 'just now'
  const amount =
    size < 60
      ? `${size} s`
      : size < 3600
        ? `${Math.floor(size / 60)} m`
        : size < 86_400
          ? `${Math.floor(size / 3600)} h`
          : `${Math.floor(size / 86_400)} d`
  return seconds > 0 ? `${amount} ago` : `in ${amount}`
}

function formatDay(date: Date): string {
  return `${months[date.getMonth()]} ${two(date.getDate())}`
}

function formatClock(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
