import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { cutRemark } from '../decode/limited-text.ts'
import { lateRemark } from '../decode/record-time.ts'
import { answerProblem } from '../problem.ts'
import { createIngestMetrics } from './ingest-metrics.ts'
import { createLagMeter } from './lag-meter.ts'
import { metricsEndpoint } from './metrics-endpoint.ts'

const project = { projectId: 'default', retentionDays: 30 }
const lag = createLagMeter()
const pipeline = {
  state: () => ({
    ...{ spoolBytes: 512, spoolBytesMax: 1024, spoolSegments: 2, deadLetters: 1, deadLetterBytes: 100 },
    ...{ rowsAccepted: 30, rowsWritten: 20, writerFailure: null },
    lag: { recent: lag.recent(), totals: lag.totals() },
  }),
}

const receivers = {
  connections: () => ({ open: 12, evicted: 3, refused: 1 }),
  turns: () => ({ bytesInFlight: 4_096, requestsWaiting: 2 }),
}
const sender = { serviceName: 'shop', sdk: '' }
const remarks = [cutRemark, lateRemark, { reason: 'another', isToldToSender: false }].map((kind, index) => ({
  ...kind,
  ...sender,
  count: index + 1,
}))

let app: FastifyInstance

async function start(access: { token: string | undefined; isOpen: boolean }) {
  const metrics = createIngestMetrics()
  app = Fastify()
  app.setErrorHandler(answerProblem)
  await metricsEndpoint(app, {
    ...access,
    render: () => metrics.render(pipeline, receivers),
    contentType: metrics.contentType,
  })
  return metrics
}
afterEach(() => app.close())

const read = (headers = {}) => app.inject({ url: '/metrics', headers })

describe('who may read metrics', () => {
  it('is whoever has the token, also where access is open', async () => {
    for (const isOpen of [false, true]) {
      await start({ token: 'a-token-of-sixteen', isOpen })
      expect((await read()).statusCode).toBe(401)
      expect((await read({ authorization: 'Bearer another-token' })).statusCode).toBe(401)
      expect((await read({ authorization: 'Bearer a-token-of-sixteen' })).statusCode).toBe(200)
      await app.close()
    }
    await start({ token: undefined, isOpen: true })
  })

  it('without a token is nobody, unless access is open', async () => {
    await start({ token: undefined, isOpen: false })
    expect((await read()).statusCode).toBe(404)
    await app.close()
    await start({ token: undefined, isOpen: true })
    expect((await read()).statusCode).toBe(200)
  })
})

describe('metrics', () => {
  it('count requests and records by signal, answer and code, and tell the state of the write path', async () => {
    const metrics = await start({ token: undefined, isOpen: true })
    const taken = { acceptedCount: 7, rejectedCount: 2, rejections: [], warnings: [], remarks }
    metrics.taken({ project, signal: 'traces', bytes: 5_000, taken })
    const refused = { project, signal: 'logs' as const, statusCode: 429, code: 'RATE_LIMITED', message: '', client: '' }
    metrics.refused(refused)
    metrics.refused({ ...refused, project: undefined, signal: undefined, statusCode: 401, code: 'API_KEY_INVALID' })
    const answer = await read()
    expect(answer.headers['content-type']).toContain('text/plain')
    const lines = answer.body.split('\n')
    for (const line of [
      'hanzo_ingest_requests_total{signal="traces",status_code="200",code=""} 1',
      'hanzo_ingest_requests_total{signal="logs",status_code="429",code="RATE_LIMITED"} 1',
      'hanzo_ingest_requests_total{signal="",status_code="401",code="API_KEY_INVALID"} 1',
      'hanzo_ingest_records_total{signal="traces",outcome="accepted"} 7',
      'hanzo_ingest_records_total{signal="traces",outcome="rejected"} 2',
      'hanzo_ingest_request_bytes_sum{signal="traces"} 5000',
      'hanzo_ingest_remarks_total{signal="traces",kind="cut"} 1',
      'hanzo_ingest_remarks_total{signal="traces",kind="late"} 2',
      'hanzo_ingest_remarks_total{signal="traces",kind="other"} 3',
      'hanzo_connections 12',
      'hanzo_connections_evicted_total 3',
      'hanzo_ingest_bytes_in_flight 4096',
      'hanzo_ingest_requests_waiting 2',
      'hanzo_spool_bytes 512',
      'hanzo_spool_bytes_max 1024',
      'hanzo_dead_letters 1',
      'hanzo_pipeline_rows_written_total 20',
      'hanzo_writer_failing_seconds 0',
      'hanzo_ingest_lag_seconds_count 0',
    ]) {
      expect(lines).toContain(line)
    }
    expect(answer.body).toContain('nodejs_eventloop_lag_seconds')
    await read()
    expect((await read()).body).toContain('\nhanzo_pipeline_rows_written_total 20\n')
  })
})
