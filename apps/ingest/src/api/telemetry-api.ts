import type { FastifyInstance } from 'fastify'
import { attributesApi } from './attributes-api.ts'
import { downloadApi } from './download-api.ts'
import { exemplarsApi } from './exemplars-api.ts'
import { logPatternsApi } from './log-patterns-api.ts'
import { logsApi } from './logs-api.ts'
import { metricsApi } from './metrics-api.ts'
import { prometheusApi } from './prometheus-api.ts'
import { servicesApi } from './services-api.ts'
import { spanAnalysisApi } from './span-analysis-api.ts'
import { spanGroupsApi } from './span-groups-api.ts'
import { spansApi } from './spans-api.ts'
import { tailsApi } from './tails-api.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'
import { traceStructureApi } from './trace-structure-api.ts'
import { tracesApi } from './traces-api.ts'

/**
 * Fastify plugin: everything below `/api/projects/:projectId` that reads telemetry.
 * The app around it brings zod's validator, the error handler and `@fastify/websocket`.
 */
export async function telemetryApi(app: FastifyInstance, parts: TelemetryApiParts): Promise<void> {
  // Answers were parsed by their schema when they were read; checking 100 000 spans a second time costs a second.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  await app.register(spansApi, parts)
  await app.register(spanGroupsApi, parts)
  await app.register(downloadApi, parts)
  await app.register(spanAnalysisApi, parts)
  await app.register(tracesApi, parts)
  await app.register(traceStructureApi, parts)
  await app.register(logsApi, parts)
  await app.register(logPatternsApi, parts)
  await app.register(servicesApi, parts)
  await app.register(attributesApi, parts)
  await app.register(metricsApi, parts)
  await app.register(exemplarsApi, parts)
  await app.register(prometheusApi, parts)
  await app.register(tailsApi, parts)
}
