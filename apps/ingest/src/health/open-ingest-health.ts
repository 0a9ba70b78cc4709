import type { ClickHouseClient } from '@clickhouse/client'
import type { FastifyInstance } from 'fastify'
import type { Access } from '../accounts/access.ts'
import type { Config } from '../config.ts'
import type { Intake } from '../intake.ts'
import type { Logger } from '../logger.ts'
import type { Pipeline } from '../pipeline.ts'
import { type Readiness, StartingError } from '../readiness.ts'
import { ingestApi } from './ingest-api.ts'
import { createIngestLedger } from './ingest-ledger.ts'
import { createIngestMetrics } from './ingest-metrics.ts'
import { metricsEndpoint } from './metrics-endpoint.ts'
import { observeIntake } from './observe-intake.ts'
import type { RefusedRequest } from './outcome.ts'
import type { ReceiverState } from './receiver-gauges.ts'
import { storeOutcomes } from './store-outcomes.ts'

export interface IngestHealthParts {
  access: Pick<Access, 'resolveProjectAccess' | 'resolveProjectAdministration' | 'visibleProjects'>
  clickhouse: ClickHouseClient
  pipeline: Pick<
    Pipeline,
    'accept' | 'state' | 'listDeadLetters' | 'readDeadLetter' | 'replayDeadLetter' | 'deleteDeadLetter'
  >
  readiness: Readiness
  /** What waits for its turn to be taken in; absent where nothing does. */
  turns?: ReceiverState['turns']
  logger: Logger
}

/** What became of everything that was sent, and how writing it goes: written down, stored and told. */
export interface IngestHealth {
  /** The same intake, with everything that it takes written down. */
  observe(intake: Intake): Intake
  /** Told by the receivers of every request that they refuse. */
  refused(request: RefusedRequest): void
  /** Fastify plugin: `/api/projects/:projectId/ingest/…`. */
  api(app: FastifyInstance): Promise<void>
  /** Fastify plugin: `/metrics`. @param connections those of the server. */
  metrics(app: FastifyInstance, connections?: ReceiverState['connections']): Promise<void>
  /** Resolves when what was written down so far is durable. */
  flush(): Promise<void>
  /** The same, and stops. The pipeline must still be open. */
  close(): Promise<void>
}

export function openIngestHealth(
  config: Pick<Config, 'HANZO_ACCESS' | 'HANZO_METRICS_TOKEN'>,
  { access, clickhouse, pipeline, readiness, turns, logger }: IngestHealthParts,
): IngestHealth {
  const startedAtUnixMs = Date.now()
  const metrics = createIngestMetrics()
  const ledger = createIngestLedger(metrics)
  const store = storeOutcomes({ pending: ledger.pending, accept: pipeline.accept, logger })
  const { resolveProjectAccess, resolveProjectAdministration, visibleProjects } = access
  return {
    observe: (intake) => observeIntake(intake, ledger),
    refused: ledger.refused,
    async api(app) {
      await app.register(ingestApi, {
        ...{ ledger, pipeline, startedAtUnixMs, clickhouse },
        ...{ resolveProjectAccess, resolveProjectAdministration, visibleProjects },
        assertMigrated() {
          if (!readiness.telemetry) throw new StartingError()
        },
      })
    },
    async metrics(app, connections) {
      await metricsEndpoint(app, {
        render: () => metrics.render(pipeline, { connections, turns }),
        contentType: metrics.contentType,
        token: config.HANZO_METRICS_TOKEN,
        isOpen: config.HANZO_ACCESS === 'open',
      })
    },
    flush: store.flush,
    close: store.close,
  }
}
