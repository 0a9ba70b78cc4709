import { z } from 'zod'
import { receiptSchema } from './receipt.ts'

/** Counts of the values of a field; `field` is the name of the query parameter that filters by it. */
export const facetSchema = z.object({
  field: z.string(),
  values: z.array(z.object({ value: z.string(), count: z.number().int() })),
})
export type Facet = z.infer<typeof facetSchema>

export const facetListSchema = z.object({
  facets: z.array(facetSchema),
  newest: z
    .number()
    .int()
    .optional()
    .describe('Counts are of the newest so many records only: more match what the search asks beside these fields'),
  receipt: receiptSchema,
})
export type FacetList = z.infer<typeof facetListSchema>
