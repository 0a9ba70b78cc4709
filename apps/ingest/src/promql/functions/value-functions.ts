import type { FunctionName } from '../parse/function-signatures.ts'

/** From the value of a series, and of the further arguments, at one step. `undefined` is no value. */
export type ValueFunction = (value: number, first: number, second: number) => number | undefined

const date = (seconds: number): Date => new Date(Math.trunc(seconds) * 1000)
const dayMilliseconds = 86_400_000

function dayOfYear(seconds: number): number {
  const then = date(seconds)
  return Math.floor((then.getTime() - Date.UTC(then.getUTCFullYear(), 0, 1)) / dayMilliseconds) + 1
}

function daysInMonth(seconds: number): number {
  const then = date(seconds)
  return new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate()
}

/** To the nearest multiple; halves go up. */
function round(value: number, nearest: number): number {
  const inverse = 1 / nearest
  return Math.floor(value * inverse + 0.5) / inverse
}

const clamp: ValueFunction = (value, least, greatest) =>
  greatest < least ? undefined : Math.max(least, Math.min(greatest, value))

/** Functions of one value; what they give is another thing, so that the metric's name is dropped. */
export const valueFunctions: Partial<Record<FunctionName, ValueFunction>> = {
  abs: Math.abs,
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  ceil: Math.ceil,
  clamp,
  clamp_max: (value, greatest) => Math.min(greatest, value),
  clamp_min: (value, least) => Math.max(least, value),
  cos: Math.cos,
  cosh: Math.cosh,
  deg: (value) => (value * 180) / Math.PI,
  exp: Math.exp,
  floor: Math.floor,
  ln: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  rad: (value) => (value * Math.PI) / 180,
  round,
  sgn: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
}

/** Functions of a time in seconds, of the step's own where they get none. */
export const timeFunctions: Partial<Record<FunctionName, (seconds: number) => number>> = {
  day_of_month: (seconds) => date(seconds).getUTCDate(),
  day_of_week: (seconds) => date(seconds).getUTCDay(),
  day_of_year: dayOfYear,
  days_in_month: daysInMonth,
  hour: (seconds) => date(seconds).getUTCHours(),
  minute: (seconds) => date(seconds).getUTCMinutes(),
  month: (seconds) => date(seconds).getUTCMonth() + 1,
  year: (seconds) => date(seconds).getUTCFullYear(),
}
