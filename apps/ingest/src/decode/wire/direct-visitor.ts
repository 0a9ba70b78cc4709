import type { KeyValues } from '@hanzo/schema/otlp'
import type { ResourceOrigin, ScopeOrigin } from '../origin.ts'
import { promotedIdentity } from '../promoted-columns.ts'
import { decodeMessage } from '../protobuf/decode-message.ts'
import type { MessageDescriptor } from '../protobuf/message-descriptor.ts'
import type { Sender } from '../rejections.ts'
import { type RequestState, recordsMax } from '../request-state.ts'
import type { WireMemory } from './decode-request.ts'
import type { RowOrigin } from './put-origin.ts'
import type { RecordVisitor } from './read-envelope.ts'
import { RecordTimes } from './record-times.ts'
import { chargeSlow } from './slow-request.ts'
import { unusualShape } from './unusual-shape.ts'
import type { WireReader } from './wire-reader.ts'

/** Longer records may have more elements than the generic decoder allows for one message. */
const recordBytesMax = 2_000_000

const noAttributes: KeyValues = new Map()

/** How the records of one signal are stored. */
export interface RecordWay {
  descriptor: MessageDescriptor
  /** The records that follow are from there. */
  begin(from: RowOrigin): void
  /** All records of a resource were stored: their rows have to be whole. */
  complete(): void
  /**
   * Reads the record between the reader's `position` and `limit` and puts its row.
   * @returns false, or throws `unusualShape`, for one that is for the generic path; nothing was put then.
   */
  store(times: RecordTimes, resource: ResourceOrigin): boolean
  /** The generic path: puts the record's row, or rejects it with the reason. */
  storeDecoded(record: unknown, resource: ResourceOrigin, scope: ScopeOrigin): void
}

/** Stores each record of a request straight from its bytes, or alone on the generic path where that is not for it. */
export class DirectVisitor implements RecordVisitor {
  readonly #reader: WireReader
  readonly #memory: WireMemory
  readonly #state: RequestState
  readonly #way: RecordWay
  readonly #times: RecordTimes
  #from: RowOrigin | undefined

  constructor(memory: WireMemory, state: RequestState, way: RecordWay) {
    this.#reader = memory.reader
    this.#memory = memory
    this.#state = state
    this.#way = way
    this.#times = new RecordTimes(state)
  }

  begin(resource: ResourceOrigin, scope: ScopeOrigin): void {
    const { session_id: sessionId, user_id: userId } = promotedIdentity(noAttributes, resource.attributes)
    this.#from = {
      request: this.#memory.request,
      project: this.#state.context.project,
      resource,
      scope,
      sessionId,
      userId,
    }
    this.#way.begin(this.#from)
  }

  visit(): void {
    const { resource, scope } = this.#from as RowOrigin
    const { position, limit } = this.#reader
    if (this.#isStored(resource)) {
      this.#memory.counts.direct += 1
      return
    }
    this.#memory.counts.generic += 1
    this.#way.storeDecoded(this.#decoded(position, limit), resource, scope)
  }

  refuse(problem: string, sender: Sender): void {
    const { position, limit } = this.#reader
    this.#state.rejections.reject(problem, sender, this.#decoded(position, limit))
  }

  end(resource: ResourceOrigin): void {
    this.#way.complete()
    this.#times.end(resource)
  }

  #isStored(resource: ResourceOrigin): boolean {
    const { position, limit } = this.#reader
    if (limit - position > recordBytesMax || this.#state.acceptedCount >= recordsMax) return false
    try {
      if (!this.#way.store(this.#times, resource)) return false
    } catch (error) {
      if (error !== unusualShape) throw error
      return false
    }
    this.#state.acceptedCount += 1
    return true
  }

  #decoded(start: number, end: number): unknown {
    chargeSlow(this.#memory, this.#state.context, end - start)
    return decodeMessage(this.#way.descriptor, this.#reader.bytes.subarray(start, end))
  }
}
