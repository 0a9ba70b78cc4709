import { Counter, Gauge, type Registry } from 'prom-client'
import type { ConnectionCounts } from '../connections/limit-connections.ts'

/** What is known of the receivers when it is asked for. */
export interface ReceiverState {
  /** Of the HTTP server. */
  connections?: (() => ConnectionCounts) | undefined
  /** Requests between their receipt and their acknowledgement. */
  turns?: (() => { bytesInFlight: number; requestsWaiting: number }) | undefined
}

export function receiverGauges(registers: Registry[]): (state: ReceiverState) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  const open = gauge('hanzo_connections', 'Connections to the HTTP server')
  const evicted = counter(
    'hanzo_connections_evicted_total',
    'Silent connections that were closed to make room for others',
  )
  const refused = counter(
    'hanzo_connections_refused_total',
    'Connections that were turned away, since all others were at work',
  )
  const bytes = gauge(
    'hanzo_ingest_bytes_in_flight',
    'Bytes of requests between their receipt and their acknowledgement',
  )
  const waiting = gauge('hanzo_ingest_requests_waiting', 'Requests that wait for their turn to be taken in')
  return ({ connections, turns }) => {
    const counts = connections?.() ?? { open: 0, evicted: 0, refused: 0 }
    open.set(counts.open)
    evicted.reset()
    evicted.inc(counts.evicted)
    refused.reset()
    refused.inc(counts.refused)
    const { bytesInFlight, requestsWaiting } = turns?.() ?? { bytesInFlight: 0, requestsWaiting: 0 }
    bytes.set(bytesInFlight)
    waiting.set(requestsWaiting)
  }
}
