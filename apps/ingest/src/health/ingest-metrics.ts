import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Pipeline } from '../pipeline.ts'
import type { IngestObserver } from './ingest-ledger.ts'
import { lagLines } from './lag-lines.ts'
import { type ReceiverState, receiverGauges } from './receiver-gauges.ts'
import { remarkKindOf } from './remark-kind.ts'

/** The process's own metrics, in Prometheus' text format. Nothing of them is by project: their number stays small. */
export interface IngestMetrics extends IngestObserver {
  readonly contentType: string
  /** @param pipeline is asked for its state at each reading, as is what is known of the receivers. */
  render(pipeline: Pick<Pipeline, 'state'>, receivers?: ReceiverState): Promise<string>
}

export function createIngestMetrics(): IngestMetrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const registers = [register]
  const requests = new Counter({
    name: 'hanzo_ingest_requests_total',
    help: 'Requests for telemetry by what they were answered, in HTTP terms',
    labelNames: ['signal', 'status_code', 'code'] as const,
    registers,
  })
  const records = new Counter({
    name: 'hanzo_ingest_records_total',
    help: 'Spans, log records and data points of requests that were taken, by what became of them',
    labelNames: ['signal', 'outcome'] as const,
    registers,
  })
  const remarks = new Counter({
    name: 'hanzo_ingest_remarks_total',
    help: 'Records that were stored although something is odd about them, or not quite as they were sent',
    labelNames: ['signal', 'kind'] as const,
    registers,
  })
  const bytes = new Histogram({
    name: 'hanzo_ingest_request_bytes',
    help: 'Sizes of the requests that were taken, decompressed',
    labelNames: ['signal'] as const,
    buckets: [1e3, 1e4, 1e5, 1e6, 1e7],
    registers,
  })
  const readState = stateGauges(registers)
  const readReceivers = receiverGauges(registers)
  return {
    contentType: register.contentType,
    taken({ signal, bytes: size, taken }) {
      requests.inc({ signal, status_code: 200, code: '' })
      records.inc({ signal, outcome: 'accepted' }, taken.acceptedCount)
      records.inc({ signal, outcome: 'rejected' }, taken.rejectedCount)
      for (const { reason, count } of taken.remarks) remarks.inc({ signal, kind: remarkKindOf(reason) }, count)
      bytes.observe({ signal }, size)
    },
    refused({ signal, statusCode, code }) {
      requests.inc({ signal: signal ?? '', status_code: statusCode, code })
    },
    async render(pipeline, receivers = {}) {
      const state = pipeline.state()
      readState(state)
      readReceivers(receivers)
      return `${await register.metrics()}${lagLines(state.lag.totals)}`
    },
  }
}

/** What is known only when it is asked for. */
function stateGauges(registers: Registry[]): (state: ReturnType<Pipeline['state']>) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const spoolBytes = gauge('hanzo_spool_bytes', 'Bytes on disk that wait for ClickHouse, dead letters among them')
  const spoolBytesMax = gauge('hanzo_spool_bytes_max', 'Bytes from which on receivers answer 503')
  const spoolSegments = gauge('hanzo_spool_segments', 'Files that wait for ClickHouse or are being written to it')
  const deadLetters = gauge('hanzo_dead_letters', 'Segments with rows that ClickHouse refused for good')
  const deadLetterBytes = gauge('hanzo_dead_letter_bytes', 'Bytes of the dead letters')
  const failing = gauge('hanzo_writer_failing_seconds', 'Since when the oldest rows cannot be stored; 0 when they can')
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  const accepted = counter('hanzo_pipeline_rows_accepted_total', 'Rows of all tables that were made durable')
  const written = counter('hanzo_pipeline_rows_written_total', 'Rows of all tables that ClickHouse confirmed')
  return (state) => {
    const { writerFailure } = state
    spoolBytes.set(state.spoolBytes)
    spoolBytesMax.set(state.spoolBytesMax)
    spoolSegments.set(state.spoolSegments)
    deadLetters.set(state.deadLetters)
    deadLetterBytes.set(state.deadLetterBytes)
    failing.set(writerFailure ? Math.max(0, Date.now() - writerFailure.sinceUnixMs) / 1000 : 0)
    accepted.reset()
    accepted.inc(state.rowsAccepted)
    written.reset()
    written.inc(state.rowsWritten)
  }
}
