/** The page of a trace; with a span id, that span is open. */
export function traceHref(projectId: string, traceId: string, spanId = ''): string {
  const path = `/projects/${encodeURIComponent(projectId)}/traces/${traceId}`
  return spanId ? `${path}?span=${spanId}` : path
}
