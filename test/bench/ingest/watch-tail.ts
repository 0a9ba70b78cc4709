import { WebSocket } from 'ws'
import { numberOfTrace } from './number-bodies.ts'

export interface TailWatch {
  /** A numbered body is about to be sent, perhaps not for the first time. */
  sending(body: number): void
  /** It was accepted just now. */
  accepted(body: number): void
  /** Milliseconds from a span's acknowledgement until its row is there; 0 for those that came before it. */
  readonly lags: number[]
  /** Rows that the platform left out because this client was too slow. */
  skipped(): number
  close(): void
}

/** Watches spans that pass a filter while they arrive. Resolves when the tail is ready. */
export function watchTail(platformUrl: string, filter: string): Promise<TailWatch> {
  const url = new URL(`/api/projects/default/traces/tail?${filter}`, platformUrl)
  url.protocol = 'ws:'
  const socket = new WebSocket(url)
  const acceptedAt = new Map<number, number>()
  const lags: number[] = []
  let skipped = 0
  return new Promise((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error(`no tail at ${url}`)))
    socket.addEventListener('message', ({ data }) => {
      const now = performance.now()
      const message = JSON.parse(data as string) as
        | { type: 'ready' }
        | { type: 'rows'; rows: { traceId: string }[] }
        | { type: 'skipped'; count: number }
      if (message.type === 'skipped') skipped += message.count
      if (message.type === 'rows') {
        for (const { traceId } of message.rows) {
          const at = acceptedAt.get(numberOfTrace(traceId))
          lags.push(at === undefined ? 0 : Math.max(0, now - at))
        }
      }
      if (message.type !== 'ready') return
      resolve({
        sending: (body) => void acceptedAt.delete(body),
        accepted: (body) => void acceptedAt.set(body, performance.now()),
        lags,
        skipped: () => skipped,
        close: () => socket.close(),
      })
    })
  })
}
