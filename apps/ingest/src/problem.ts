import { STATUS_CODES } from 'node:http'
import { type Problem, problemSchema } from '@hanzo/schema/api'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { HanzoError } from './errors.ts'

const codesOfFastify: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_INVALID_JSON_BODY: 'INVALID_JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'INVALID_JSON',
}

/** What the sender learns of an error: everything of an expected one, nothing of a defect of ours. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HanzoError) {
    const errors = problemSchema.shape.errors.safeParse(error.details.errors).data
    return { ...problem(error.statusCode, error.code, error.message), ...(errors && { errors }) }
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, message }) => ({
      path: `${error.validationContext ?? 'body'}${instancePath === '/' ? '' : instancePath}`,
      message: message ?? 'is invalid',
    }))
    return { ...problem(400, 'INVALID_REQUEST', 'the request is invalid'), errors }
  }
  const { statusCode, code, message } = error as Partial<FastifyError>
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return problem(statusCode, codesOfFastify[code ?? ''] ?? 'INVALID_REQUEST', message ?? 'the request is invalid')
  }
  return problem(500, 'INTERNAL', 'the platform failed to answer, its log tells why')
}

function problem(status: number, code: string, title: string): Problem {
  return { type: 'about:blank', title: title || (STATUS_CODES[status] ?? 'error'), status, code }
}

/** Fastify's error handler: problem details, with the headers that belong to the status. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = problemOf(error)
  if (error instanceof HanzoError && error.retryable) reply.header('retry-after', error.retryAfterSeconds)
  if (answer.status === 401) reply.header('www-authenticate', 'Bearer')
  if (answer.status >= 500) {
    const isExpected = error instanceof HanzoError && error.retryable
    request.log[isExpected ? 'warn' : 'error']({ err: error }, 'request failed')
  }
  void reply.code(answer.status).type('application/problem+json').serializer(JSON.stringify).send(answer)
}
