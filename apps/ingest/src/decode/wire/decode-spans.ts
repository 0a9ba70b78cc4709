import type { TableColumns } from '../../columns/table-columns.ts'
import { acceptSpan } from '../accept-span.ts'
import { decodeTraces } from '../decode-traces.ts'
import { spanMessage } from '../protobuf/otlp-messages.ts'
import { createAttributeKeys } from './attribute-key.ts'
import type { WireSignal } from './decode-request.ts'
import { DirectVisitor } from './direct-visitor.ts'
import { SpanPutter } from './put-span.ts'
import { readSpan, SpanFields } from './read-span.ts'
import { isBelow } from './time-bounds.ts'

/** Spans, straight from the wire into their columns. */
export function createSpanSignal(): WireSignal {
  const span = new SpanFields(createAttributeKeys(), createAttributeKeys())
  const putters = new WeakMap<TableColumns<'spans'>, SpanPutter>()

  function putterOf(table: TableColumns<'spans'>): SpanPutter {
    let putter = putters.get(table)
    if (!putter) {
      putter = new SpanPutter(table)
      putters.set(table, putter)
    }
    return putter
  }

  return {
    decode: decodeTraces,
    visitor(memory, state, { batch, sequence }) {
      const { reader, request } = memory
      span.attributes.limitKeys(state.context.cardinality?.attributeKeys, request)
      const table = batch.table('spans')
      const putter = putterOf(table)
      putter.open()
      return new DirectVisitor(memory, state, {
        descriptor: spanMessage,
        begin: (from) => putter.begin(from),
        complete: () => putter.complete(),
        store(times, resource) {
          readSpan(reader, reader.limit, span)
          const { startLow, startHigh, endLow, endHigh } = span
          const hasDuration = isBelow(startLow, startHigh, endLow, endHigh)
          if (!times.bounds.isWithin(startLow, startHigh)) return false
          if (hasDuration && !times.bounds.isWithin(endLow, endHigh)) return false
          putter.put(span, reader, sequence, state.inferences)
          times.see(startLow, startHigh)
          if (hasDuration) times.remark(endLow, endHigh, resource)
          else times.remark(startLow, startHigh, resource)
          return true
        },
        storeDecoded(record, resource, scope) {
          const row = acceptSpan(record, state, resource, scope)
          if (!row) return
          putter.complete()
          row.sequence = sequence.next()
          table.appendRow(row)
        },
      })
    },
  }
}
