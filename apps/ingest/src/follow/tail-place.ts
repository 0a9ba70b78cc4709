import { sequenceMillisecondShift } from '@hanzo/schema/row'
import { z } from 'zod'
import { decodeCursor, encodeCursor, sequencePart } from '../query/cursor.ts'
import { InvalidQueryError } from '../query/query-errors.ts'

/** How far a tail's client is, for each receiver: rows up to there were sent to it, counted as skipped, or not its own. */
export interface TailPlace {
  readonly projectId: string
  of(instance: number): bigint
  moveTo(instance: number, through: bigint): void
  /** As text that a client may give back. */
  cursor(): string
}

type Signal = 'traces' | 'logs' | 'metrics'

/** Receivers of one store are told apart by 8 bits. */
const receiversMax = 256
const cursorSchema = z.tuple([
  z.enum(['traces', 'logs', 'metrics']),
  z.string().max(200),
  sequencePart,
  z.array(z.tuple([z.number().int().min(0).max(255), sequencePart])).max(receiversMax),
])

interface Place {
  /** Where the client is with receivers that the cursor does not name: those that were not known when it came. */
  since: bigint
  reached: Map<number, bigint>
}

/** The number that a row would have that arrives now, at the least. */
export function arrivingNow(): bigint {
  return BigInt(Date.now()) << sequenceMillisecondShift
}

/** The place of a client that has seen nothing and wants what arrives from now on. */
export function placeFromNow(signal: Signal, projectId: string): TailPlace {
  return placeOf(signal, projectId, { since: arrivingNow(), reached: new Map() })
}

/**
 * The place that a cursor tells.
 * @throws {InvalidQueryError} `INVALID_CURSOR` for any other text, and for a cursor of another project or signal.
 */
export function placeFromCursor(signal: Signal, projectId: string, cursor: string): TailPlace {
  const [ofSignal, ofProject, since, reached] = decodeCursor(cursor, cursorSchema)
  if (ofSignal !== signal || ofProject !== projectId) {
    throw new InvalidQueryError('cursor', 'a cursor of another project or tail: start without one', 'INVALID_CURSOR')
  }
  return placeOf(signal, projectId, {
    since: BigInt(since),
    reached: new Map(reached.map(([instance, through]) => [instance, BigInt(through)])),
  })
}

function placeOf(signal: Signal, projectId: string, { since, reached }: Place): TailPlace {
  return {
    projectId,
    of: (instance) => reached.get(instance) ?? since,
    moveTo(instance, through) {
      reached.set(instance, through)
    },
    cursor() {
      const receivers = [...reached].map(([instance, through]) => [instance, String(through)])
      return encodeCursor([signal, projectId, String(since), receivers])
    },
  }
}
