import type { AiSdk } from '../model/load-ai.ts'

/**
 * What really failed. After retries the AI SDK throws a summary of all attempts; an application asks for the status of the last, so that one is thrown,
 * with the summary as its cause.
 */
export function originalError(ai: AiSdk, error: unknown): unknown {
  if (!ai.RetryError.isInstance(error)) return error
  const last = error.lastError
  if (!(last instanceof Error)) return error
  last.cause ??= error
  return last
}
