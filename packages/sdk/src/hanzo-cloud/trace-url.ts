/** Where the console shows a trace. A platform on this machine keeps what names no project in `default`. */
export function traceUrlOf(
  { consoleUrl, projectId }: { consoleUrl: string | undefined; projectId: string | undefined },
  traceId: string | undefined,
): string | undefined {
  if (consoleUrl === undefined || !traceId || !/^[0-9a-f]{32}$/i.test(traceId)) return undefined
  return `${consoleUrl}/projects/${encodeURIComponent(projectId ?? 'default')}/traces/${traceId.toLowerCase()}`
}
