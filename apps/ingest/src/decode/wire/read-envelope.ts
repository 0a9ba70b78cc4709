import type { OriginResult, ResourceOrigin, ScopeOrigin } from '../origin.ts'
import type { Sender } from '../rejections.ts'
import type { OriginCache, Place } from './origin-cache.ts'
import { unusualShape } from './unusual-shape.ts'
import type { WireReader } from './wire-reader.ts'

/** Told of the records of a request in their order. */
export interface RecordVisitor {
  /** The records that follow are of this resource and scope. */
  begin(resource: ResourceOrigin, scope: ScopeOrigin): void
  /** A record between the reader's `position` and its `limit`. May leave `position` anywhere. */
  visit(): void
  /** A record whose resource or scope is broken. */
  refuse(problem: string, sender: Sender): void
  /** All records of a resource were visited. */
  end(resource: ResourceOrigin): void
  /** The whole request was read: what its records share may be put. */
  finish?(): void
}

/** What the generic decoder allows for a request as a whole; here every byte pair of a resource counts as one. */
const elementsMax = 1_000_000

const requestTag = { group: 0x0a } as const
/** Of ResourceSpans and ResourceLogs alike, and of the scopes within them. */
const groupTag = { origin: 0x0a, member: 0x12, schemaUrl: 0x1a } as const

const nowhere: Place = { start: 0, end: 0 }

/**
 * Reads the envelope of a request of any signal, resource by resource.
 * @throws unusualShape for an envelope that is broken, or that is not laid out as every SDK does it: a scope before its records,
 *   each origin once.
 * @throws {UndecodableError} for a resource or scope that is no message.
 */
export function readEnvelope(reader: WireReader, origins: OriginCache, visitor: RecordVisitor): void {
  const envelope: Envelope = { reader, origins, visitor, elements: 0 }
  const end = reader.limit
  while (reader.position < end) {
    const tag = reader.varint()
    if (tag === requestTag.group) readResourceGroup(envelope, reader.fieldEnd())
    else reader.skip(tag)
  }
  reader.leave(end)
}

interface Envelope {
  reader: WireReader
  origins: OriginCache
  visitor: RecordVisitor
  elements: number
}

function count(envelope: Envelope, elements: number): void {
  envelope.elements += elements
  if (envelope.elements > elementsMax) throw unusualShape
}

function readOriginPlace(envelope: Envelope, before: Place | undefined): Place {
  const { reader } = envelope
  const end = reader.fieldEnd()
  const place = { start: reader.position, end }
  // A second one would be merged into the first.
  if (before) throw unusualShape
  count(envelope, (end - place.start) / 2 + 1)
  reader.position = end
  return place
}

/** The scopes come after the resource in mind, not on the wire: the schema's address follows them. */
function readResourceGroup(envelope: Envelope, end: number): void {
  const { reader, origins, visitor } = envelope
  const scopes: Place[] = []
  let place: Place | undefined
  let schemaUrl = nowhere
  while (reader.position < end) {
    const tag = reader.varint()
    if (tag === groupTag.origin) place = readOriginPlace(envelope, place)
    else if (tag === groupTag.member || tag === groupTag.schemaUrl) {
      const field = { end: reader.fieldEnd(), start: reader.position }
      if (tag === groupTag.member) scopes.push(field)
      else schemaUrl = field
      reader.position = field.end
    } else reader.skip(tag)
  }
  reader.leave(end)
  count(envelope, scopes.length + 1)
  const resource = origins.resource(reader, place ?? nowhere, schemaUrl)
  for (const scope of scopes) {
    reader.position = scope.start
    readScopeGroup(envelope, scope.end, resource)
  }
  reader.position = end
  if (resource.origin) visitor.end(resource.origin)
}

function readScopeGroup(envelope: Envelope, end: number, resource: OriginResult<ResourceOrigin>): void {
  const { reader, visitor } = envelope
  let place: Place | undefined
  let scope: OriginResult<ScopeOrigin | ResourceOrigin> | undefined
  while (reader.position < end) {
    const tag = reader.varint()
    if (tag === groupTag.origin) {
      // Its records were taken for those of no scope.
      if (scope) throw unusualShape
      place = readOriginPlace(envelope, place)
    } else if (tag === groupTag.member) {
      const recordEnd = reader.fieldEnd()
      if (recordEnd > end) throw unusualShape
      count(envelope, 1)
      scope ??= beginScope(envelope, place ?? nowhere, resource)
      readRecord(reader, recordEnd, visitor, scope)
    } else reader.skip(tag)
  }
  reader.leave(end)
  // One that is no message makes the request undecodable, with or without records.
  if (!scope && place) envelope.origins.scope(reader, place, resource.origin ?? resource.sender)
}

function beginScope(
  { reader, origins, visitor }: Envelope,
  place: Place,
  resource: OriginResult<ResourceOrigin>,
): OriginResult<ScopeOrigin | ResourceOrigin> {
  const scope = origins.scope(reader, place, resource.origin ?? resource.sender)
  if (!resource.origin) return resource
  if (scope.origin) visitor.begin(resource.origin, scope.origin)
  return scope
}

function readRecord(
  reader: WireReader,
  end: number,
  visitor: RecordVisitor,
  scope: OriginResult<ScopeOrigin | ResourceOrigin>,
): void {
  const { limit } = reader
  reader.limit = end
  if (scope.problem === undefined) visitor.visit()
  else visitor.refuse(scope.problem, scope.sender)
  reader.limit = limit
  reader.position = end
}
