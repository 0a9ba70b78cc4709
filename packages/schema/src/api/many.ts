import { z } from 'zod'

/** A query parameter that may be given once or several times; absent is none. */
export function many<T extends z.ZodType>(item: T, most = 50) {
  return z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item).max(most)).prefault([])
}
