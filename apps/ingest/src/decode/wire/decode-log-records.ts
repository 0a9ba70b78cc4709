import { spanStartEventName } from '@hanzo/schema/otlp'
import type { TableColumns } from '../../columns/table-columns.ts'
import { acceptLog } from '../accept-log.ts'
import { decodeLogs } from '../decode-logs.ts'
import { logRecordMessage } from '../protobuf/otlp-messages.ts'
import { createAttributeKeys } from './attribute-key.ts'
import type { WireSignal } from './decode-request.ts'
import { DirectVisitor } from './direct-visitor.ts'
import { halvesOf } from './halves.ts'
import { LogPutter, type LogTimes } from './put-log.ts'
import { LogFields, readLog } from './read-log.ts'
import type { WireReader } from './wire-reader.ts'

const spanStartEvent = Buffer.from(spanStartEventName)

/** Log records, straight from the wire into their columns. Announcements of spans go the generic way: they are few. */
export function createLogSignal(): WireSignal {
  const log = new LogFields(createAttributeKeys())
  const putters = new WeakMap<TableColumns<'logs'>, LogPutter>()

  function putterOf(table: TableColumns<'logs'>): LogPutter {
    let putter = putters.get(table)
    if (!putter) {
      putter = new LogPutter(table)
      putters.set(table, putter)
    }
    return putter
  }

  return {
    decode: decodeLogs,
    visitor(memory, state, { batch, sequence }) {
      const { reader, request } = memory
      log.attributes.limitKeys(state.context.cardinality?.attributeKeys, request)
      const table = batch.table('logs')
      const putter = putterOf(table)
      const received = halvesOf(state.context.receivedAtUnixNano)
      const stored = { timeLow: 0, timeHigh: 0, observedLow: 0, observedHigh: 0 }
      return new DirectVisitor(memory, state, {
        descriptor: logRecordMessage,
        begin: (from) => putter.begin(from, state.patterns),
        complete: () => undefined,
        store(times, resource) {
          readLog(reader, reader.limit, log)
          if (isSpanStart(log, reader)) return false
          setTimes(stored, log, received)
          if (!times.bounds.isWithin(stored.timeLow, stored.timeHigh)) return false
          putter.put(log, stored, reader, sequence)
          times.see(stored.timeLow, stored.timeHigh)
          times.remark(stored.timeLow, stored.timeHigh, resource)
          return true
        },
        storeDecoded(record, resource, scope) {
          const accepted = acceptLog(record, state, resource, scope)
          if (!accepted) return
          accepted.row.sequence = sequence.next()
          if (accepted.table === 'logs') table.appendRow(accepted.row)
          else batch.table('running_spans').appendRow(accepted.row)
        },
      })
    },
  }
}

/** A record without a time takes its observed time, or else that of receipt; observed when received, if the sender does not say. */
function setTimes(times: LogTimes, log: LogFields, [receivedLow, receivedHigh]: readonly [number, number]): void {
  const { observedLow, observedHigh } = log
  const isObserved = (observedLow | observedHigh) !== 0
  if ((log.timeLow | log.timeHigh) !== 0) {
    times.timeLow = log.timeLow
    times.timeHigh = log.timeHigh
  } else {
    times.timeLow = isObserved ? observedLow : receivedLow
    times.timeHigh = isObserved ? observedHigh : receivedHigh
  }
  // A time after the last that the column holds is none.
  const isStorable = isObserved && observedHigh >= 0
  times.observedLow = isStorable ? observedLow : receivedLow
  times.observedHigh = isStorable ? observedHigh : receivedHigh
}

function isSpanStart({ eventStart, eventEnd }: LogFields, { bytes }: WireReader): boolean {
  return eventEnd - eventStart === spanStartEvent.length && spanStartEvent.compare(bytes, eventStart, eventEnd) === 0
}
