import type { PGlite } from '@electric-sql/pglite'
import { Turns } from './turns.ts'
import { message } from './wire-messages.ts'

/** What PostgreSQL says at the end of each answer: idle, in a transaction, or in a failed one. */
export type TransactionStatus = 'I' | 'T' | 'E'

const READY_BYTES = 6
const PROTOCOL_3_0 = 196_608

/** PGlite's one PostgreSQL session, which all connections use in turns: a turn lasts until the session is idle again. */
export class SharedSession<Holder> {
  readonly #database: PGlite
  readonly turns = new Turns<Holder>()
  /** Told when the engine broke: nothing can be asked any more. */
  readonly #onBroken: (error: unknown) => void
  /** What the engine says about itself to a new connection: version, encoding, time zone and so on. */
  parameterStatuses: Buffer = Buffer.alloc(0)

  constructor(database: PGlite, onBroken: (error: unknown) => void) {
    this.#database = database
    this.#onBroken = onBroken
  }

  async open(): Promise<void> {
    const answer: Buffer[] = []
    const parameters = ['user', 'postgres', 'database', 'postgres', '']
    await this.send(message('', PROTOCOL_3_0, ...parameters), (bytes) => answer.push(bytes))
    this.parameterStatuses = Buffer.concat(onlyParameterStatuses(Buffer.concat(answer)))
  }

  /**
   * Sends messages to the engine; only in one's turn.
   * @returns the status, if the answer ended with one.
   */
  async send(bytes: Buffer, onAnswer: (bytes: Buffer) => void): Promise<TransactionStatus | undefined> {
    let end: Buffer = Buffer.alloc(0)
    try {
      await this.#database.execProtocolRawStream(new Uint8Array(bytes), {
        onRawData: (data) => {
          // The engine uses the memory again for its next answer.
          const copy = Buffer.from(data)
          end = Buffer.concat([end, copy.subarray(-READY_BYTES)]).subarray(-READY_BYTES)
          onAnswer(copy)
        },
      })
    } catch (error) {
      this.#onBroken(error)
      throw error
    }
    return statusOf(end)
  }
}

function statusOf(end: Buffer): TransactionStatus | undefined {
  if (end.length < READY_BYTES || end.toString('latin1', 0, 5) !== 'Z\0\0\0\x05') return undefined
  return end.toString('latin1', 5) as TransactionStatus
}

function onlyParameterStatuses(answer: Buffer): Buffer[] {
  const statuses: Buffer[] = []
  for (let at = 0; at < answer.length; ) {
    const end = at + 1 + answer.readInt32BE(at + 1)
    if (answer.toString('latin1', at, at + 1) === 'S') statuses.push(answer.subarray(at, end))
    at = end
  }
  return statuses
}
