/** The finish reason of a model of either specification: a text in v2, the unified reason beside the provider's own in v3. */
export function finishReasonOf(reason: unknown): string | undefined {
  if (typeof reason === 'string') return reason
  const unified = (reason as { unified?: unknown } | undefined)?.unified
  return typeof unified === 'string' ? unified : undefined
}
