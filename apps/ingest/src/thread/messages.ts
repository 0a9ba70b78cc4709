import type { RowBatch } from '@hanzo/schema/row'
import type { CardinalityLimits } from '../cardinality/cardinality-guard.ts'
import type { Taken, TakeRequest } from '../intake.ts'
import type { PipelineState } from '../pipeline.ts'
import type { PipelineLimits } from '../pipeline-options.ts'
import type { SpoolPosition } from '../spool/spool.ts'
import type { TailEvent, TailSubject } from '../tail/tail-client.ts'
import type { DeadLetterRowsQuery } from '../writer/dead-letters.ts'
import type { DeadLetter } from '../writer/letter-file.ts'
import type { PlainRow } from '../writer/letter-rows.ts'
import type { PackedError } from './packed-error.ts'

/** What the ingest thread is started with. */
export interface IngestSettings extends Partial<PipelineLimits> {
  dataDir: string
  clickhouseUrl: string
  database: string
  spoolBytesMax?: number
  /** How many metric series and attribute keys a project may have; any number when absent. */
  cardinality?: CardinalityLimits
  /** The spool's lock is this process's own, left by a thread that ended without a word. */
  takesOver: boolean
}

/** What can be asked of the ingest thread: name → arguments and answer. */
export interface IngestCalls {
  open(): void
  /** A request that takes too long is handed back. */
  take(request: TakeRequest): Taken | { slowBody: Uint8Array }
  accept(batch: RowBatch): void
  drained(): void
  listDeadLetters(): DeadLetter[]
  readDeadLetter(id: string, query: DeadLetterRowsQuery): PlainRow[]
  replayDeadLetter(id: string): void
  deleteDeadLetter(id: string): void
  /** How far it came. */
  close(): SpoolPosition | undefined
}

export type CallName = keyof IngestCalls

/** What one tail's client is to be told. */
export interface TailNews {
  id: number
  event: TailEvent
}

/** Of a tail's messages: the characters that came so far, and those of them that its client has not taken yet. */
export interface TailProgress {
  id: number
  received: number
  buffered: number
}

export type ToThread =
  | { type: 'call'; id: number; name: CallName; args: unknown[] }
  /** ClickHouse's tables are those of this release: inserts may begin. */
  | { type: 'tablesReady' }
  | { type: 'watch'; id: number; subject: TailSubject; hold: boolean }
  | { type: 'release'; id: number; through: bigint }
  | { type: 'unwatch'; id: number }
  | { type: 'tailed'; clients: TailProgress[] }

export type FromThread =
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'failure'; id: number; error: PackedError }
  | { type: 'log'; level: 'info' | 'warn' | 'error'; fields: object; error: PackedError | undefined; message: string }
  /** In the order that they were told. */
  | { type: 'tails'; events: TailNews[] }
  /** Sent several times a second, also when nothing changed: the thread is alive. */
  | { type: 'state'; state: PipelineState; position: SpoolPosition }

/** One end of the connection: `parentPort`, a worker, or a port within one thread. */
export interface MessageEnd<Sent, Received> {
  postMessage(message: Sent, transfer?: readonly ArrayBuffer[]): void
  on(event: 'message', listener: (message: Received) => void): unknown
}
