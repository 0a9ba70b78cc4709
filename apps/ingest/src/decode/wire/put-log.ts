import type { Sequence } from '../../columns/sequence.ts'
import type { TableColumns } from '../../columns/table-columns.ts'
import type { RequestPatterns } from '../../patterns/request-patterns.ts'
import { promotions } from './attribute-key.ts'
import { putAttributes, putPromotedText } from './put-attributes.ts'
import { OriginPutter, type RowOrigin } from './put-origin.ts'
import type { LogFields } from './read-log.ts'
import { absent } from './read-scalar.ts'
import type { WireReader } from './wire-reader.ts'

type LogColumnBuilders = TableColumns<'logs'>['columns']

const promotion = { session: promotions.indexOf('session_id'), user: promotions.indexOf('user_id') }

/** Times of a log record as they are stored. */
export interface LogTimes {
  timeLow: number
  timeHigh: number
  observedLow: number
  observedHigh: number
}

/** Puts log records into the columns of their table. */
export class LogPutter {
  readonly #table: TableColumns<'logs'>
  readonly #origin: OriginPutter
  #from: RowOrigin | undefined
  #patterns: RequestPatterns | undefined

  constructor(table: TableColumns<'logs'>) {
    this.#table = table
    this.#origin = new OriginPutter(table.columns)
  }

  /** The records that follow are of this scope. To be called anew in each request. */
  begin(from: RowOrigin, patterns: RequestPatterns): void {
    this.#origin.begin(from)
    this.#from = from
    this.#patterns = patterns
    patterns.begin(from.resource.serviceName)
  }

  put(
    log: LogFields,
    { timeLow, timeHigh, observedLow, observedHigh }: LogTimes,
    reader: WireReader,
    sequence: Sequence,
  ): void {
    const { columns } = this.#table
    const { request, sessionId, userId } = this.#from as RowOrigin
    const { attributes } = log
    this.#origin.put()
    columns.timestamp.putUint64(timeLow, timeHigh)
    columns.observed_timestamp.putUint64(observedLow, observedHigh)
    putFields(log, reader, columns)
    this.#putPattern(log, timeLow, timeHigh, reader)
    putAttributes(attributes, reader, columns, 0, request)
    putPromotedText(attributes, promotion.session, reader, columns.session_id, sessionId)
    putPromotedText(attributes, promotion.user, reader, columns.user_id, userId)
    sequence.putInto(columns.sequence)
    this.#table.endRow()
  }

  #putPattern(log: LogFields, timeLow: number, timeHigh: number, { source }: WireReader): void {
    const { eventStart, eventEnd, bodyStart, bodyEnd, bodyJson } = log
    const patterns = this.#patterns as RequestPatterns
    const pattern =
      bodyJson === undefined
        ? patterns.find(source, eventStart, eventEnd, source, bodyStart, bodyEnd, timeLow, timeHigh)
        : patterns.findText(source, eventStart, eventEnd, bodyJson, timeLow, timeHigh)
    this.#table.columns.pattern_id.putUint64(pattern?.low ?? 0, pattern?.high ?? 0)
  }
}

function putFields(log: LogFields, { source }: WireReader, columns: LogColumnBuilders): void {
  if (log.traceId === absent) columns.trace_id.putZeros()
  else columns.trace_id.putBytes(source, log.traceId)
  if (log.spanId === absent) columns.span_id.putZeros()
  else columns.span_id.putBytes(source, log.spanId)
  columns.flags.putUint32(log.flags)
  columns.severity_number.putUint8(log.severityNumber)
  columns.severity_text.putBytes(source, log.severityStart, log.severityEnd)
  columns.event_name.putBytes(source, log.eventStart, log.eventEnd)
  columns.dropped_attributes_count.putUint32(log.droppedAttributes)
  if (log.bodyJson === undefined) {
    columns.body.putBytes(source, log.bodyStart, log.bodyEnd)
    columns.body_is_json.putUint8(0)
  } else {
    columns.body.putText(log.bodyJson)
    columns.body_is_json.putUint8(1)
  }
}
