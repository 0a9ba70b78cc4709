const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { hourCycle: 'h23', ...options })

const day = format({ day: 'numeric', month: 'short' })
const minute = format({ hour: '2-digit', minute: '2-digit' })
const second = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const full = format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** A mark of a time axis in local time: the day at midnight, else hours and minutes, and seconds where marks are close. */
export function timeLabel(unixSeconds: number, secondsBetweenMarks: number): string {
  const date = new Date(unixSeconds * 1000)
  if (secondsBetweenMarks >= 86_400 || (date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0))
    return day.format(date)
  return secondsBetweenMarks < 60 ? second.format(date) : minute.format(date)
}

/** The moment under the pointer, in local time, to the second. */
export function momentLabel(unixSeconds: number): string {
  return full.format(new Date(unixSeconds * 1000))
}

/** From a moment to a later one, the day once. */
export function intervalLabel(fromUnixSeconds: number, toUnixSeconds: number): string {
  const from = new Date(fromUnixSeconds * 1000)
  const to = new Date(toUnixSeconds * 1000)
  const sameDay = from.toDateString() === to.toDateString()
  return `${full.format(from)} – ${sameDay ? second.format(to) : full.format(to)}`
}

const marks = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400]

/**
 * Round moments of local time between two moments, at most `most`.
 * @returns unix seconds, ascending.
 */
export function timeMarks(from: number, to: number, most: number): { marks: number[]; step: number } {
  const wanted = (to - from) / Math.max(1, most)
  const step = marks.find((size) => size >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400
  const offset = new Date(from * 1000).getTimezoneOffset() * 60
  const found: number[] = []
  for (let at = Math.ceil((from - offset) / step) * step + offset; at <= to; at += step) found.push(at)
  return { marks: found, step }
}
