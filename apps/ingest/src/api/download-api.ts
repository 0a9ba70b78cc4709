import { Readable } from 'node:stream'
import {
  downloadLogsQuerySchema,
  downloadSpansQuerySchema,
  downloadTracesQuerySchema,
  type LogSummary,
  problemSchema,
  type SpanSummary,
  severityOf,
  type TraceSummary,
} from '@hanzo/schema/api'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { downloadTraces } from '../query/download-traces.ts'
import { streamLogs } from '../query/list-logs.ts'
import { streamSpans } from '../query/list-spans.ts'
import type { QueryContext } from '../query/run-query.ts'
import { createDownloadSlots } from './download-slots.ts'
import { csvOf, type DownloadCell, jsonLinesOf } from './download-text.ts'
import { queryContext } from './query-context.ts'
import { projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const time = (nanoseconds: string): string => {
  const milliseconds = Number(BigInt(nanoseconds) / 1_000_000n)
  return new Date(milliseconds).toISOString().replace(/\d{3}Z$/, `${nanoseconds.slice(-9)}Z`)
}

const spanCells: DownloadCell<SpanSummary>[] = [
  ['time', (span) => time(span.startTimeUnixNano)],
  ['trace_id', (span) => span.traceId],
  ['span_id', (span) => span.spanId],
  ['parent_id', (span) => span.parentSpanId],
  ['service', (span) => span.serviceName],
  ['name', (span) => span.name],
  ['kind', (span) => span.kind],
  ['duration_ns', (span) => span.durationNanoseconds],
  ['status', (span) => span.state ?? span.status],
  ['status_message', (span) => span.statusMessage],
  ['input_tokens', (span) => span.genAiInputTokens],
  ['output_tokens', (span) => span.genAiOutputTokens],
  ['cost', (span) => span.genAi?.cost ?? 0],
]
const traceCells: DownloadCell<TraceSummary>[] = [
  ['time', (trace) => time(trace.startTimeUnixNano)],
  ['trace_id', (trace) => trace.traceId],
  ['service', (trace) => trace.rootServiceName],
  ['name', (trace) => trace.rootName],
  ['duration_ns', (trace) => trace.durationNanoseconds],
  ['spans', (trace) => trace.spanCount],
  ['errors', (trace) => trace.errorCount],
  ['services', (trace) => trace.serviceNames.join(' ')],
  ['input_tokens', (trace) => trace.genAiInputTokens],
  ['output_tokens', (trace) => trace.genAiOutputTokens],
  ['cost', (trace) => trace.genAiCost],
]
const logCells: DownloadCell<LogSummary>[] = [
  ['time', (log) => time(log.timeUnixNano)],
  ['severity', (log) => log.severityText || severityOf(log.severityNumber)],
  ['service', (log) => log.serviceName],
  ['body', (log) => log.body],
  ['trace_id', (log) => log.traceId],
  ['span_id', (log) => log.spanId],
]

const documented = (what: string) => ({
  tags: ['downloads'],
  summary: `Download ${what}, newest first`,
  description:
    'A stream of CSV or JSON lines, at most `limit` rows. A connection that breaks off was not the end of the rows. Four run at a time for a project, eight for all.',
  params,
  response: { '4xx': problemSchema, '5xx': problemSchema },
})

type Format = 'csv' | 'jsonl'

/** Sends what is read as it is read. The first page comes before the status, so that a refusal has its own. */
async function sendRows(reply: FastifyReply, name: string, format: Format, lines: AsyncGenerator<string>) {
  const first = await lines.next()
  async function* all(): AsyncGenerator<string> {
    if (!first.done) yield first.value
    yield* lines
  }
  return reply
    .header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .send(Readable.from(all(), { objectMode: false }))
}

/** The lists as files. */
export const downloadApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  const slots = createDownloadSlots()

  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<QueryContext> {
    const context = await queryContext(parts, request, reply)
    slots.take(context.project.projectId, reply.raw)
    return { ...context, clickhouse: parts.streams ?? parts.clickhouse }
  }

  app.get(
    `${projectPath}/spans/download`,
    { schema: { ...documented('spans'), querystring: downloadSpansQuerySchema } },
    async (request, reply) => {
      const { query } = request
      const pages = streamSpans(await admit(request, reply), query)
      const lines = query.format === 'csv' ? csvOf(pages, spanCells, query.columns) : jsonLinesOf(pages, query.columns)
      return sendRows(reply, 'spans', query.format, lines)
    },
  )

  app.get(
    `${projectPath}/traces/download`,
    { schema: { ...documented('traces'), querystring: downloadTracesQuerySchema } },
    async (request, reply) => {
      const { query } = request
      const pages = downloadTraces(await admit(request, reply), query)
      const lines = query.format === 'csv' ? csvOf(pages, traceCells, []) : jsonLinesOf(pages, [])
      return sendRows(reply, 'traces', query.format, lines)
    },
  )

  app.get(
    `${projectPath}/logs/download`,
    { schema: { ...documented('log records'), querystring: downloadLogsQuerySchema } },
    async (request, reply) => {
      const { query } = request
      const pages = streamLogs(await admit(request, reply), query)
      const lines = query.format === 'csv' ? csvOf(pages, logCells, query.columns) : jsonLinesOf(pages, query.columns)
      return sendRows(reply, 'logs', query.format, lines)
    },
  )
}
