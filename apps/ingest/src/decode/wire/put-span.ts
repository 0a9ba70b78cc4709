import { genAiColumns } from '@hanzo/schema/row'
import type { Column } from '../../columns/column.ts'
import type { Sequence } from '../../columns/sequence.ts'
import type { TableColumns } from '../../columns/table-columns.ts'
import type { InferenceMemory } from '../../genai/inference-memory.ts'
import { promotions } from './attribute-key.ts'
import { EmptyRun } from './empty-run.ts'
import type { NestedRecords } from './nested-records.ts'
import { promotedInteger, putAttributes, putPromotedText, putTypedTexts } from './put-attributes.ts'
import { GenAiPutter } from './put-gen-ai.ts'
import { OriginPutter, type RowOrigin } from './put-origin.ts'
import { absent } from './read-scalar.ts'
import { eventPart, eventWidth, linkPart, linkWidth, type SpanFields } from './read-span.ts'
import { isBelow } from './time-bounds.ts'
import type { WireReader } from './wire-reader.ts'

type SpanColumnBuilders = TableColumns<'spans'>['columns']

const promotion = {
  route: promotions.indexOf('http_route'),
  status: promotions.indexOf('http_response_status_code'),
  address: promotions.indexOf('server_address'),
  session: promotions.indexOf('session_id'),
  user: promotions.indexOf('user_id'),
}
const statusCodeMax = 0xffff

/** Numbers of the dictionaries of keys that events and links have: one of texts, and the next one of types. */
const dictionary = { eventTexts: 0, linkTexts: 2 } as const

/** Puts spans into the columns of their table. */
export class SpanPutter {
  readonly #table: TableColumns<'spans'>
  readonly #origin: OriginPutter
  readonly #genAi: GenAiPutter
  readonly #noGenAi: EmptyRun
  readonly #noEvents: EmptyRun
  readonly #noLinks: EmptyRun
  #from: RowOrigin | undefined

  constructor(table: TableColumns<'spans'>) {
    this.#table = table
    this.#noGenAi = emptyRunOf(table, (name) => name in genAiColumns)
    this.#noEvents = emptyRunOf(table, (name) => name.startsWith('events.'))
    this.#noLinks = emptyRunOf(table, (name) => name.startsWith('links.'))
    this.#origin = new OriginPutter(table.columns)
    this.#genAi = new GenAiPutter(table.columns)
  }

  /** Begins a request: what one before left undone was taken back. */
  open(): void {
    this.#noGenAi.reset()
    this.#noEvents.reset()
    this.#noLinks.reset()
  }

  /** Makes the rows complete that were put: before others put rows into the table, and at the end. */
  complete(): void {
    this.#noGenAi.flush()
    this.#noEvents.flush()
    this.#noLinks.flush()
  }

  /** The spans that follow are of this scope. To be called anew in each request. */
  begin(from: RowOrigin): void {
    this.#origin.begin(from)
    this.#from = from
  }

  put(span: SpanFields, reader: WireReader, sequence: Sequence, inferences: InferenceMemory): void {
    const { columns } = this.#table
    const { request, project, sessionId, userId } = this.#from as RowOrigin
    const { attributes } = span
    this.#origin.put()
    putFields(span, reader, columns)
    putAttributes(attributes, reader, columns, 0, request)
    putPromotedText(attributes, promotion.route, reader, columns.http_route)
    columns.http_response_status_code.putUint16(promotedInteger(attributes, promotion.status, reader, statusCodeMax))
    putPromotedText(attributes, promotion.address, reader, columns.server_address)
    putPromotedText(attributes, promotion.session, reader, columns.session_id, sessionId)
    putPromotedText(attributes, promotion.user, reader, columns.user_id, userId)
    if (attributes.hasGenAi) {
      this.#noGenAi.flush()
      this.#genAi.put(span, reader, project.projectId, inferences)
    } else this.#noGenAi.skip()
    if (span.events.count > 0) {
      this.#noEvents.flush()
      putEvents(span, reader, columns, request)
    } else this.#noEvents.skip()
    if (span.links.count > 0) {
      this.#noLinks.flush()
      putLinks(span.links, reader, columns, request)
    } else this.#noLinks.skip()
    sequence.putInto(columns.sequence)
    this.#table.endRow()
  }
}

function emptyRunOf(table: TableColumns<'spans'>, isOfRun: (name: string) => boolean): EmptyRun {
  const columns = Object.entries<Column>(table.columns).filter(([name]) => isOfRun(name))
  return new EmptyRun(columns.map(([, column]) => column))
}

function putFields(span: SpanFields, { source }: WireReader, columns: SpanColumnBuilders): void {
  const { startLow, startHigh, endLow, endHigh } = span
  columns.timestamp.putUint64(startLow, startHigh)
  if (isBelow(startLow, startHigh, endLow, endHigh)) {
    const borrow = endLow >>> 0 < startLow >>> 0 ? 1 : 0
    columns.duration_nanoseconds.putUint64(endLow - startLow, endHigh - startHigh - borrow)
  } else columns.duration_nanoseconds.putZeros()
  columns.trace_id.putBytes(source, span.traceId)
  columns.span_id.putBytes(source, span.spanId)
  if (span.parentSpanId === absent) columns.parent_span_id.putZeros()
  else columns.parent_span_id.putBytes(source, span.parentSpanId)
  columns.trace_state.putBytes(source, span.stateStart, span.stateEnd)
  columns.flags.putUint32(span.flags)
  columns.name.putBytes(source, span.nameStart, span.nameEnd)
  columns.kind.putUint8(span.kind)
  columns.status_code.putUint8(span.statusCode)
  columns.status_message.putBytes(source, span.messageStart, span.messageEnd)
  columns.dropped_attributes_count.putUint32(span.droppedAttributes)
  columns.dropped_events_count.putUint32(span.droppedEvents)
  columns.dropped_links_count.putUint32(span.droppedLinks)
}

function putEvents(span: SpanFields, reader: WireReader, columns: SpanColumnBuilders, request: number): void {
  const { count, values, attributes } = span.events
  const texts = columns['events.attributes']
  const types = columns['events.attribute_types']
  let from = 0
  for (let at = 0; at < count * eventWidth; at += eventWidth) {
    const low = values[at + eventPart.timeLow] as number
    const high = values[at + eventPart.timeHigh] as number
    // No time, or one after the last that the column holds.
    const isTimeless = (low | high) === 0 || high < 0
    columns['events.timestamp'].elements.putUint64(isTimeless ? span.startLow : low, isTimeless ? span.startHigh : high)
    columns['events.name'].elements.putBytes(
      reader.source,
      values[at + eventPart.nameStart] as number,
      values[at + eventPart.nameEnd] as number,
    )
    columns['events.dropped_attributes_count'].elements.putUint32(values[at + eventPart.dropped] as number)
    const to = values[at + eventPart.attributesEnd] as number
    putTypedTexts(attributes, from, to, reader, texts.elements, types.elements, dictionary.eventTexts, request)
    from = to
  }
  columns['events.timestamp'].endRow()
  columns['events.name'].endRow()
  columns['events.dropped_attributes_count'].endRow()
  texts.endRow()
  types.endRow()
}

function putLinks(links: NestedRecords, reader: WireReader, columns: SpanColumnBuilders, request: number): void {
  const { count, values, attributes } = links
  const { source } = reader
  const texts = columns['links.attributes']
  const types = columns['links.attribute_types']
  let from = 0
  for (let at = 0; at < count * linkWidth; at += linkWidth) {
    columns['links.trace_id'].elements.putBytes(source, values[at + linkPart.traceId] as number)
    columns['links.span_id'].elements.putBytes(source, values[at + linkPart.spanId] as number)
    columns['links.trace_state'].elements.putBytes(
      source,
      values[at + linkPart.stateStart] as number,
      values[at + linkPart.stateEnd] as number,
    )
    columns['links.flags'].elements.putUint32(values[at + linkPart.flags] as number)
    columns['links.dropped_attributes_count'].elements.putUint32(values[at + linkPart.dropped] as number)
    const to = values[at + linkPart.attributesEnd] as number
    putTypedTexts(attributes, from, to, reader, texts.elements, types.elements, dictionary.linkTexts, request)
    from = to
  }
  columns['links.trace_id'].endRow()
  columns['links.span_id'].endRow()
  columns['links.trace_state'].endRow()
  columns['links.flags'].endRow()
  columns['links.dropped_attributes_count'].endRow()
  texts.endRow()
  types.endRow()
}
