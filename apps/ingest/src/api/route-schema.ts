import { problemSchema } from '@hanzo/schema/api'
import { z } from 'zod'

export const projectPath = '/api/projects/:projectId'
export const projectParams = z.object({ projectId: z.string().max(100) })

/** The answers of a route: its own, and problem details for everything else. */
export function answers<T extends z.ZodType>(schema: T) {
  return { 200: schema, '4xx': problemSchema, '5xx': problemSchema }
}
