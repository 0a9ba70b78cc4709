import { z } from 'zod'

/** RFC 9457 problem details. `code` is stable; branch on it, never on `title` or `detail`. */
export const problemSchema = z.object({
  type: z.string().default('about:blank'),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z
    .array(
      z.object({
        path: z.string(),
        message: z.string(),
        hint: z.string().optional().describe('How to mend it'),
        from: z.number().int().optional().describe('Where in the value it begins, in UTF-16 code units'),
        to: z.number().int().optional().describe('Where in the value it ends'),
      }),
    )
    .optional(),
})
export type Problem = z.infer<typeof problemSchema>
