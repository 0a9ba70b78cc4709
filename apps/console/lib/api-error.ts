import { problemSchema } from '@hanzo/schema/api'

interface ApiErrorOptions {
  code: string
  status: number
  detail?: string | undefined
  fieldErrors?: { path: string; message: string }[] | undefined
  cause?: unknown
}

/**
 * A request to the API that failed. Branch on `code`.
 * `UNREACHABLE`: no answer came. `UNEXPECTED_ANSWER`: the answer is not what the schema says.
 */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly detail: string | undefined
  readonly fieldErrors: { path: string; message: string }[]

  constructor(message: string, options: ApiErrorOptions) {
    super(message, { cause: options.cause })
    this.name = 'ApiError'
    this.code = options.code
    this.status = options.status
    this.detail = options.detail
    this.fieldErrors = options.fieldErrors ?? []
  }
}

/** Reads the problem details of a failed answer; an answer of a proxy in between keeps its status as the code. */
export async function apiErrorOf(response: Response): Promise<ApiError> {
  const text = await response.text()
  const problem = problemSchema.safeParse(jsonOf(text))
  if (!problem.success) {
    return new ApiError(response.statusText || `the server answered ${response.status}`, {
      code: `HTTP_${response.status}`,
      status: response.status,
      detail: text.slice(0, 300) || undefined,
    })
  }
  return new ApiError(problem.data.title, {
    code: problem.data.code,
    status: response.status,
    detail: problem.data.detail,
    fieldErrors: problem.data.errors,
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
