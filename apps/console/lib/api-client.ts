import type { z } from 'zod'
import { ApiError, apiErrorOf } from './api-error.ts'

export type QueryValue = string | number | boolean | readonly string[] | null | undefined

/** Where requests go: relative in the browser, the process's own address with the caller's cookies on the server. */
export interface ApiTarget {
  baseUrl: string
  headers: Record<string, string>
}

export const browserTarget: ApiTarget = { baseUrl: '', headers: {} }

export interface ApiRequest<T extends z.ZodType> {
  path: string
  answer: T
  query?: Record<string, QueryValue>
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
}

/**
 * Asks the API and checks the answer against its schema.
 * @throws {ApiError} with the `code` of the problem details, `UNREACHABLE` or `UNEXPECTED_ANSWER`.
 */
export async function requestApi<T extends z.ZodType>(target: ApiTarget, request: ApiRequest<T>): Promise<z.infer<T>> {
  const response = await send(target, request)
  if (!response.ok) throw await apiErrorOf(response)
  const body: unknown = response.status === 204 ? undefined : await response.json()
  const parsed = request.answer.safeParse(body)
  if (parsed.success) return parsed.data
  throw new ApiError('the answer does not have the expected form', {
    code: 'UNEXPECTED_ANSWER',
    status: response.status,
    detail: parsed.error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .join('; '),
    cause: parsed.error,
  })
}

async function send(target: ApiTarget, request: ApiRequest<z.ZodType>): Promise<Response> {
  const url = `${target.baseUrl}${request.path}${queryString(request.query ?? {})}`
  const hasBody = request.body !== undefined
  try {
    return await fetch(url, {
      method: request.method ?? 'GET',
      headers: {
        accept: 'application/json',
        ...target.headers,
        ...(hasBody && { 'content-type': 'application/json' }),
      },
      cache: 'no-store',
      ...(hasBody && { body: JSON.stringify(request.body) }),
      ...(request.signal && { signal: request.signal }),
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError('the server cannot be reached', { code: 'UNREACHABLE', status: 0, cause })
  }
}

/** `?a=1&b=2&b=3`; arrays repeat the name; empty, null and undefined values are left out. */
export function queryString(query: Record<string, QueryValue>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue
    if (typeof value === 'object') for (const item of value) parameters.append(name, item)
    else parameters.append(name, String(value))
  }
  const text = parameters.toString()
  return text && `?${text}`
}
