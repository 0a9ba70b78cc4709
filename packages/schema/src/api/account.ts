import { z } from 'zod'

export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email())
export const passwordSchema = z.string().min(12, 'at least 12 characters').max(256)

/** `open`: started on loopback with embedded engines, no session is asked for. */
export const sessionSchema = z.object({
  access: z.enum(['open', 'signed-in', 'signed-out']),
  setupNeeded: z.boolean().describe('No user exists yet: the first one is made by POST /api/setup'),
  setupTokenNeeded: z
    .boolean()
    .describe('The set-up asks for the one-time token that the platform printed at its start'),
  user: z.object({ userId: z.string(), email: z.string(), name: z.string() }).nullable(),
})
export type Session = z.infer<typeof sessionSchema>

export const signInSchema = z.object({ email: emailSchema, password: z.string().min(1).max(256) })
export const setupSchema = z.object({
  email: emailSchema,
  password: passwordSchema,
  name: z.string().trim().min(1).max(100),
  token: z.string().max(200).optional().describe('`token` of the set-up link that the platform printed at its start'),
})

export const projectSchema = z.object({
  projectId: z.string(),
  name: z.string(),
  retentionDays: z.number().int(),
  publicUrl: z.string().describe('Where SDKs send to and browsers look'),
  keyRequired: z.boolean(),
})
export type Project = z.infer<typeof projectSchema>
export const projectListSchema = z.object({ rows: z.array(projectSchema) })

/** `ingest`: sends telemetry and reads nothing, for what others can look into: pages, apps, agents of customers. */
export const apiKeyScopeSchema = z.enum(['all', 'ingest'])
export type ApiKeyScope = z.infer<typeof apiKeyScopeSchema>

export const apiKeySchema = z.object({
  keyId: z.string(),
  name: z.string(),
  scope: apiKeyScopeSchema.describe('`all`: sends and reads; `ingest`: sends telemetry and reads nothing'),
  prefix: z.string().describe('The first characters of the key, to tell keys apart'),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
})
export type ApiKey = z.infer<typeof apiKeySchema>
export const apiKeyListSchema = z.object({ rows: z.array(apiKeySchema) })
export const createApiKeySchema = z.object({
  name: z.string().trim().min(1).max(100),
  scope: apiKeyScopeSchema.default('all'),
})
/** The key itself is in this answer only. */
export const createdApiKeySchema = z.object({ ...apiKeySchema.shape, key: z.string() })
