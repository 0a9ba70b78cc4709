import { z } from 'zod'

const page = z.enum(['traces', 'logs', 'metrics']).describe('The page it is a view of')
const name = z.string().trim().min(1).max(100)
const search = z
  .string()
  .max(8192)
  .regex(/^(?!\?)/, 'expected parameters without the ?')
  .describe('The parameters of the page’s address: search, time range, columns, grouping')
const isShared = z.boolean().describe('Seen by everybody who may read the project; otherwise by who saved it')

export const createSavedViewSchema = z.object({ page, name, search, isShared: isShared.default(false) })
export type CreateSavedView = z.infer<typeof createSavedViewSchema>

export const changeSavedViewSchema = z
  .object({ name: name.optional(), search: search.optional(), isShared: isShared.optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'expected something to change')
export type ChangeSavedView = z.infer<typeof changeSavedViewSchema>

/** A view of a page that somebody gave a name. */
export const savedViewSchema = z.object({
  viewId: z.string(),
  page,
  name,
  search,
  isShared,
  mayChange: z.boolean().describe('Whether the one who asks may rename and delete it'),
  createdBy: z.string().nullable().describe('The name of who saved it'),
  updatedAt: z.iso.datetime(),
})
export type SavedView = z.infer<typeof savedViewSchema>

export const savedViewListSchema = z.object({ rows: z.array(savedViewSchema) })
