import type { RowSink } from '../../../columns/row-sink.ts'
import { overflowRemark, refusalReason } from '../../admit-series.ts'
import type { MetricOrigin } from '../../metric-series.ts'
import type { ResourceOrigin, ScopeOrigin } from '../../origin.ts'
import { decodeMessage } from '../../protobuf/decode-message.ts'
import { metricMessage } from '../../protobuf/otlp-messages.ts'
import { type MetricDataField, pointsIn, readMetric, readPointsOf } from '../../read-metric.ts'
import type { Sender } from '../../rejections.ts'
import type { RemarkKind } from '../../remarks.ts'
import { type RequestState, recordsMax } from '../../request-state.ts'
import type { WireMemory } from '../decode-request.ts'
import type { RecordVisitor } from '../read-envelope.ts'
import { RecordTimes } from '../record-times.ts'
import { chargeSlow } from '../slow-request.ts'
import { isBelow } from '../time-bounds.ts'
import { unusualShape } from '../unusual-shape.ts'
import type { WireReader } from '../wire-reader.ts'
import type { FoundSeries, MetricMemory } from './metric-memory.ts'
import { createGenericRows, type GenericRows } from './metric-putter.ts'
import { findMetric } from './read-metric-header.ts'
import {
  type ReadPoint,
  readExponentialHistogramPoint,
  readHistogramPoint,
  readNumberPoint,
  readSummaryPoint,
} from './read-point.ts'
import type { KnownMetric } from './series-cache.ts'
import { millisecondsOf } from './wire-times.ts'

/** Longer points may have more elements than the generic decoder allows for one message. */
const pointBytesMax = 1_000_000

const dataPointTag = 0x0a

const readPointOf: Readonly<Record<MetricDataField, ReadPoint>> = {
  gauge: readNumberPoint,
  sum: readNumberPoint,
  histogram: readHistogramPoint,
  exponentialHistogram: readExponentialHistogramPoint,
  summary: readSummaryPoint,
}

/** Stores each point of a request straight from its bytes, or alone on the generic path where that is not for it. */
export class MetricVisitor implements RecordVisitor {
  readonly #memory: MetricMemory
  readonly #reader: WireReader
  readonly #wire: WireMemory
  readonly #state: RequestState
  readonly #sink: RowSink
  readonly #times: RecordTimes
  readonly #generic: GenericRows
  readonly #receivedLow: number
  readonly #receivedHigh: number
  /** Reasons and services of which a point was rejected already. */
  readonly #rejected = new Set<string>()
  /** Of the point that is being stored. */
  #overflowRemark: RemarkKind | undefined
  #scope = 0
  #origin: Pick<MetricOrigin, 'resource' | 'scope'> | undefined

  constructor(memory: MetricMemory, wire: WireMemory, state: RequestState, sink: RowSink) {
    const { project, receivedAtUnixNano } = state.context
    this.#memory = memory
    this.#reader = wire.reader
    this.#wire = wire
    this.#state = state
    this.#sink = sink
    this.#times = new RecordTimes(state)
    this.#generic = createGenericRows(sink, project, memory.series)
    this.#receivedLow = Number(BigInt.asIntN(32, receivedAtUnixNano))
    this.#receivedHigh = Number(BigInt.asIntN(32, receivedAtUnixNano >> 32n))
    memory.begin(state.context, sink)
  }

  begin(resource: ResourceOrigin, scope: ScopeOrigin): void {
    this.#scope = this.#memory.cache.scopeNumber(this.#state.context.project.projectId, resource, scope)
    this.#origin = { resource, scope }
  }

  visit(): void {
    const { position, limit } = this.#reader
    try {
      this.#readMetric()
    } catch (error) {
      if (error !== unusualShape) throw error
      this.#readGenerically(position, limit)
    }
  }

  refuse(problem: string, sender: Sender): void {
    const { position, limit } = this.#reader
    const record = this.#decoded(position, limit)
    this.#state.rejections.reject(problem, sender, record, pointsIn(record))
  }

  end(resource: ResourceOrigin): void {
    this.#times.end(resource)
  }

  finish(): void {
    this.#memory.finish(this.#sink, this.#reader)
  }

  /** @throws unusualShape before any of its points was stored. */
  #readMetric(): void {
    const { place, cache } = this.#memory
    const reader = this.#reader
    findMetric(reader, place)
    const metric = cache.metric(this.#scope, reader, place)
    const origin = { ...(this.#origin as Pick<MetricOrigin, 'resource' | 'scope'>), metric: metric.identity }
    const { dataStart, dataEnd, field } = place
    reader.position = dataStart
    while (reader.position < dataEnd) {
      const tag = reader.varint()
      if (tag !== dataPointTag) {
        reader.skip(tag)
        continue
      }
      const end = reader.fieldEnd()
      this.#readPoint(field, metric, origin, end)
      reader.position = end
    }
  }

  #readPoint(field: MetricDataField, metric: KnownMetric, origin: MetricOrigin, end: number): void {
    const { position } = this.#reader
    try {
      this.#storePoint(field, metric, origin, end)
    } catch (error) {
      if (error !== unusualShape) throw error
      this.#wire.counts.generic += 1
      chargeSlow(this.#wire, this.#state.context, end - position)
      const { rows, flush } = this.#generic
      const bytes = this.#reader.bytes.subarray(position, end)
      readPointsOf[field]({ state: this.#state, rows, origin }, [bytes])
      flush()
    }
  }

  /** @throws unusualShape before any of its rows was put. */
  #storePoint(field: MetricDataField, metric: KnownMetric, origin: MetricOrigin, end: number): void {
    const reader = this.#reader
    const { point, series, putter } = this.#memory
    if (end - reader.position > pointBytesMax || this.#state.acceptedCount >= recordsMax) throw unusualShape
    readPointOf[field](reader, end, point)
    const hasTime = (point.timeLow | point.timeHigh) !== 0
    const timeLow = hasTime ? point.timeLow : this.#receivedLow
    const timeHigh = hasTime ? point.timeHigh : this.#receivedHigh
    const { bounds } = this.#times
    if (!bounds.isWithin(timeLow, timeHigh)) throw unusualShape
    const found = this.#admitted(metric, origin)
    if (!found) return
    this.#state.acceptedCount += 1
    this.#wire.counts.direct += 1
    this.#times.see(timeLow, timeHigh)
    this.#times.remark(timeLow, timeHigh, origin.resource)
    if (this.#overflowRemark) this.#state.remarks.note(this.#overflowRemark, origin.resource)
    const milliseconds = millisecondsOf(timeLow, timeHigh)
    series.seeKnown(found, origin, Math.floor(milliseconds / 1_000))
    const { known } = found
    const { startLow, startHigh } = point
    const startMilliseconds = isBelow(timeLow, timeHigh, startLow, startHigh) ? 0 : millisecondsOf(startLow, startHigh)
    putter.of[field].put(metric, known, milliseconds, startMilliseconds, point, reader)
    putter.putExemplars(
      point,
      { metric, series: known, timeLow, timeHigh, bounds, request: this.#wire.request },
      reader,
    )
  }

  /**
   * The series of the point; that of the overflow when it is one too many, or `undefined` when the point is rejected then.
   * @throws unusualShape for the first point of a service that is rejected: the generic path takes the sample.
   */
  #admitted(metric: KnownMetric, origin: MetricOrigin): FoundSeries | undefined {
    const memory = this.#memory
    const reader = this.#reader
    const { attributesStart: start, attributesEnd: end } = memory.point
    const { cardinality } = this.#state.context
    const found = memory.find(metric, origin, reader, start, end)
    this.#overflowRemark = undefined
    if (cardinality && found.known.generation !== cardinality.generation) {
      const refusal = cardinality.series.admit(metric.identity.name, found.known.low, found.known.high)
      if (refusal !== undefined) {
        const overflow = memory.overflowOf(metric, origin, cardinality)
        if (overflow) this.#overflowRemark = overflowRemark(refusal, cardinality.limits)
        else this.#reject(refusalReason(refusal, cardinality.limits), origin.resource)
        return overflow
      }
      // It is asked for again when the next generation begins, so that it stays active.
      found.known.generation = cardinality.generation
    }
    memory.remember(metric, reader, found, start, end)
    return found
  }

  #reject(reason: string, resource: ResourceOrigin): void {
    const group = `${resource.serviceName}\0${reason}`
    if (!this.#rejected.has(group)) {
      this.#rejected.add(group)
      throw unusualShape
    }
    this.#state.rejections.reject(reason, resource, undefined)
  }

  #readGenerically(start: number, end: number): void {
    const { rows, flush } = this.#generic
    readMetric(this.#decoded(start, end), this.#origin as Pick<MetricOrigin, 'resource' | 'scope'>, this.#state, rows)
    flush()
  }

  #decoded(start: number, end: number): unknown {
    chargeSlow(this.#wire, this.#state.context, end - start)
    return decodeMessage(metricMessage, this.#reader.bytes.subarray(start, end))
  }
}
