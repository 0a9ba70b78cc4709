import { type OriginResult, type ResourceOrigin, readResource, readScope, type ScopeOrigin } from '../origin.ts'
import { decodeMessage } from '../protobuf/decode-message.ts'
import { resourceMessage, scopeMessage } from '../protobuf/otlp-messages.ts'
import type { Sender } from '../rejections.ts'
import type { WireReader } from './wire-reader.ts'

const entriesMax = 1_024
/** Longer ones are read anew each time. */
const keyBytesMax = 16_384

/** Where a message stands; two zeros for one that is absent. */
export interface Place {
  start: number
  end: number
}

/**
 * Resources and scopes by their bytes: a sender repeats the same few in every request. What is new is read on the generic path.
 * Forgets all when it is full.
 */
export interface OriginCache {
  /** @throws {UndecodableError} */
  resource(reader: WireReader, resource: Place, schemaUrl: Place): OriginResult<ResourceOrigin>
  /** @throws {UndecodableError} */
  scope(reader: WireReader, scope: Place, sender: Sender): OriginResult<ScopeOrigin>
}

export function createOriginCache(): OriginCache {
  const resources = new Map<string, OriginResult<ResourceOrigin>>()
  const scopes = new Map<string, OriginResult<ScopeOrigin>>()
  return {
    resource(reader, place, schemaUrlPlace) {
      const schemaUrl = reader.text(schemaUrlPlace.start, schemaUrlPlace.end)
      const key = `${schemaUrl.length} ${schemaUrl}${latin1At(reader, place)}`
      return remembered(resources, key, () =>
        readResource(decodeMessage(resourceMessage, bytesAt(reader, place)), schemaUrl),
      )
    },
    scope(reader, place, sender) {
      return remembered(scopes, latin1At(reader, place), () =>
        readScope(decodeMessage(scopeMessage, bytesAt(reader, place)), sender),
      )
    },
  }
}

function remembered<Result extends { origin?: unknown }>(
  results: Map<string, Result>,
  key: string,
  read: () => Result,
): Result {
  const known = results.get(key)
  if (known) return known
  const result = read()
  if (!result.origin || key.length > keyBytesMax) return result
  if (results.size >= entriesMax) results.clear()
  results.set(key, result)
  return result
}

function bytesAt({ bytes }: WireReader, { start, end }: Place): Buffer {
  return bytes.subarray(start, end)
}

/** As many characters as bytes. */
function latin1At({ bytes }: WireReader, { start, end }: Place): string {
  return bytes.toString('latin1', start, end)
}
