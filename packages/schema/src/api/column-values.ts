import { z } from 'zod'

/** Values of the columns that were asked for, in their order, as text; `null` where a record has none. */
export const columnValuesSchema = z
  .array(z.string().nullable())
  .optional()
  .describe('Values of `columns` in their order; absent when none were asked for')
