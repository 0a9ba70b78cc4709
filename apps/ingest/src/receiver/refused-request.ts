import { HanzoError } from '../errors.ts'
import type { RefusedRequest } from '../health/outcome.ts'
import { failureOf } from './failure.ts'

/** What the page of ingest health is told of a request that failed with `error`. */
export function refusedRequest(
  error: unknown,
  { project, signal, client }: Pick<RefusedRequest, 'project' | 'signal' | 'client'>,
): RefusedRequest {
  const { statusCode, message } = failureOf(error)
  const code = error instanceof HanzoError ? error.code : 'INTERNAL'
  return { project, signal, statusCode, code, message, client }
}
