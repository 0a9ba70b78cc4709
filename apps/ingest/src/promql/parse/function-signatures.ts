import type { ValueType } from './ast.ts'

export interface Signature {
  args: readonly ValueType[]
  /** How many of the last arguments may be left out; `many` where the last may be repeated or left out. */
  optional: number | 'many'
  returns: ValueType
}

const signature = (args: readonly ValueType[], returns: ValueType = 'vector', optional: number | 'many' = 0) => ({
  args,
  optional,
  returns,
})
const ofVector = signature(['vector'])
const ofMatrix = signature(['matrix'])
const ofTime = signature(['vector'], 'vector', 1)

/** Every function that is answered. */
export const signatures = {
  abs: ofVector,
  absent: ofVector,
  absent_over_time: ofMatrix,
  acos: ofVector,
  acosh: ofVector,
  asin: ofVector,
  asinh: ofVector,
  atan: ofVector,
  atanh: ofVector,
  avg_over_time: ofMatrix,
  ceil: ofVector,
  changes: ofMatrix,
  clamp: signature(['vector', 'scalar', 'scalar']),
  clamp_max: signature(['vector', 'scalar']),
  clamp_min: signature(['vector', 'scalar']),
  cos: ofVector,
  cosh: ofVector,
  count_over_time: ofMatrix,
  day_of_month: ofTime,
  day_of_week: ofTime,
  day_of_year: ofTime,
  days_in_month: ofTime,
  deg: ofVector,
  delta: ofMatrix,
  deriv: ofMatrix,
  double_exponential_smoothing: signature(['matrix', 'scalar', 'scalar']),
  exp: ofVector,
  first_over_time: ofMatrix,
  floor: ofVector,
  histogram_avg: ofVector,
  histogram_count: ofVector,
  histogram_fraction: signature(['scalar', 'scalar', 'vector']),
  histogram_quantile: signature(['scalar', 'vector']),
  histogram_sum: ofVector,
  hour: ofTime,
  idelta: ofMatrix,
  increase: ofMatrix,
  irate: ofMatrix,
  label_join: signature(['vector', 'string', 'string', 'string'], 'vector', 'many'),
  label_replace: signature(['vector', 'string', 'string', 'string', 'string']),
  last_over_time: ofMatrix,
  ln: ofVector,
  log10: ofVector,
  log2: ofVector,
  mad_over_time: ofMatrix,
  max_over_time: ofMatrix,
  min_over_time: ofMatrix,
  minute: ofTime,
  month: ofTime,
  pi: signature([], 'scalar'),
  predict_linear: signature(['matrix', 'scalar']),
  present_over_time: ofMatrix,
  quantile_over_time: signature(['scalar', 'matrix']),
  rad: ofVector,
  rate: ofMatrix,
  resets: ofMatrix,
  round: signature(['vector', 'scalar'], 'vector', 1),
  scalar: signature(['vector'], 'scalar'),
  sgn: ofVector,
  sin: ofVector,
  sinh: ofVector,
  sort: ofVector,
  sort_by_label: signature(['vector', 'string'], 'vector', 'many'),
  sort_by_label_desc: signature(['vector', 'string'], 'vector', 'many'),
  sort_desc: ofVector,
  sqrt: ofVector,
  stddev_over_time: ofMatrix,
  stdvar_over_time: ofMatrix,
  sum_over_time: ofMatrix,
  tan: ofVector,
  tanh: ofVector,
  time: signature([], 'scalar'),
  timestamp: ofVector,
  vector: signature(['scalar']),
  year: ofTime,
} as const satisfies Record<string, Signature>

export type FunctionName = keyof typeof signatures

export const isFunctionName = (name: string): name is FunctionName => Object.hasOwn(signatures, name)

export const signatureOf = (name: FunctionName): Signature => signatures[name]
