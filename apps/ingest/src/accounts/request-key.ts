import type { FastifyRequest } from 'fastify'

type Headers = Pick<FastifyRequest, 'headers'>

/** The API key of a request: `x-api-key`, else `Authorization: Bearer`. */
export function keyOf({ headers }: Headers): string | undefined {
  const header = headers['x-api-key']
  if (typeof header === 'string' && header.trim() !== '') return header.trim()
  return /^Bearer\s+(\S+)\s*$/i.exec(headers.authorization ?? '')?.[1]
}

/** The project that a request names: in its path, else in `x-project-id`. */
export function namedProject({ headers, params }: Headers & Pick<FastifyRequest, 'params'>): string | undefined {
  const inPath = (params as { projectId?: unknown } | undefined)?.projectId
  if (typeof inPath === 'string') return inPath
  const header = headers['x-project-id']
  return typeof header === 'string' && header.trim() !== '' ? header.trim() : undefined
}
