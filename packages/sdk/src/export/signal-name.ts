/** The signals of OTLP, by the last part of their addresses. */
export type SignalName = 'traces' | 'logs' | 'metrics'

export const signalNames: readonly SignalName[] = ['traces', 'logs', 'metrics']

/** How OTLP's messages call what differs between the signals. */
export const signalWords = {
  traces: { resources: 'resourceSpans', scopes: 'scopeSpans', records: 'spans', noun: 'spans' },
  logs: { resources: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords', noun: 'log records' },
  metrics: { resources: 'resourceMetrics', scopes: 'scopeMetrics', records: 'metrics', noun: 'metric points' },
} as const satisfies Record<SignalName, { resources: string; scopes: string; records: string; noun: string }>
