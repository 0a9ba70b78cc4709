import { createHanzoCloudTelemetry } from '@hanzo/ai/telemetry/hanzo-cloud'
import type { Attributes, Span } from '@opentelemetry/api'
import { startStockTracing } from './stock-tracing.ts'

export const subjects = ['bare', 'stock', 'ours', 'ours, disabled'] as const
export type SubjectName = (typeof subjects)[number]

/** One way to trace a function: nothing at all, the stock SDK, or ours. */
export interface Subject {
  trace<T>(name: string, fn: (span: Span | undefined) => Promise<T>, attributes: Attributes): Promise<T>
  flush(): Promise<void>
  shutdown(): Promise<void>
}

const nothing = async () => undefined

function stock(url: string): Subject {
  const { provider, tracer } = startStockTracing(url)
  return {
    trace: (name, fn, attributes) =>
      tracer.startActiveSpan(name, { attributes }, async (span) => {
        try {
          return await fn(span)
        } catch (error) {
          span.recordException(error as Error)
          throw error
        } finally {
          span.end()
        }
      }),
    flush: () => provider.forceFlush(),
    shutdown: () => provider.shutdown().catch(nothing),
  }
}

function ours(url: string, enabled: boolean): Subject {
  const telemetry = createHanzoCloudTelemetry({
    cloudUrl: url,
    apiKey: 'bench',
    projectId: 'bench',
    serviceName: 'bench',
    environment: 'production',
    console: 'silent',
    // What the stock SDK does not do must not make ours look cheaper: every span is sent.
    pruning: false,
    enabled,
  })
  return {
    trace: (name, fn, attributes) => telemetry.trace(name, fn, { attributes }),
    flush: () => telemetry.flush(),
    shutdown: () => telemetry.shutdown(),
  }
}

/** @param url where spans go; a server that answers, or none. */
export function createSubject(name: SubjectName, url: string): Subject {
  if (name === 'stock') return stock(url)
  if (name === 'ours') return ours(url, true)
  if (name === 'ours, disabled') return ours(url, false)
  return { trace: (_name, fn) => fn(undefined), flush: nothing, shutdown: nothing }
}
