import type { MetricIdentity, Series } from '../../metric-series.ts'
import type { ResourceOrigin, ScopeOrigin } from '../../origin.ts'
import type { WireReader } from '../wire-reader.ts'
import { ByteCache } from './byte-cache.ts'
import { type MetricPlace, readMetricIdentity } from './read-metric-header.ts'

/** A metric of one sender that was read before. */
export interface KnownMetric {
  /** Whose series these are, in the cache. */
  readonly number: number
  readonly identity: MetricIdentity
  /** Its series for the points of series that are too many, once it was needed. */
  overflow: { known: KnownSeries; series: Series } | undefined
}

/** A series that was read before. */
export interface KnownSeries {
  readonly low: number
  readonly high: number
  /** The generation of its project's cardinality in which it was admitted. */
  generation: number
  /** The day of `key`. */
  day: number
  /** What tells its row of this day from others. */
  key: string
  /** The request that it was in last, and its number among the series of that. */
  request: number
  slot: number
}

export function knownSeriesOf({ id }: Series): KnownSeries {
  return {
    low: Number(BigInt.asIntN(32, id)),
    high: Number(BigInt.asIntN(32, id >> 32n)),
    generation: -1,
    day: -1,
    key: '',
    request: -1,
    slot: 0,
  }
}

const scopesMax = 10_000
const metrics = { entriesMax: 20_000, bytesMax: 8 * 1024 ** 2 }
const series = { entriesMax: 100_000, bytesMax: 16 * 1024 ** 2 }
/** Longer ones are read anew each time, so that a few cannot take all the room. */
const keyBytesMax = 4_096

// Numbers of scopes share 31 bits with those of kinds of metrics.
const kindBits = 6
const scopeNumbersMax = 2 ** (31 - kindBits)
const metricNumbersMax = 2 ** 31

const fieldNumber = { gauge: 0, sum: 1, histogram: 2, exponentialHistogram: 3, summary: 4 } as const

/**
 * Metrics and series by the bytes that describe them: senders repeat both in every request. It takes about 110 MB at most;
 * what it forgot is read again.
 */
export class SeriesCache {
  readonly #scopes = new Map<string, number>()
  readonly #metrics = new ByteCache<KnownMetric>(metrics)
  readonly #series = new ByteCache<KnownSeries>(series)
  #scopesNumbered = 0
  #metricsNumbered = 0

  /** The number of everything that series of one sender and scope share. */
  scopeNumber(projectId: string, resource: ResourceOrigin, scope: ScopeOrigin): number {
    const key = JSON.stringify([projectId, String(resource.resourceId), scope.name, scope.version])
    let number = this.#scopes.get(key)
    if (number === undefined) {
      if (this.#scopes.size >= scopesMax) this.#scopes.clear()
      if (this.#scopesNumbered >= scopeNumbersMax || this.#metricsNumbered >= metricNumbersMax) this.#forget()
      number = this.#scopesNumbered++
      this.#scopes.set(key, number)
    }
    return number
  }

  /** @throws unusualShape for a metric whose texts are not read directly. */
  metric(scope: number, reader: WireReader, place: MetricPlace): KnownMetric {
    const { headerStart, headerEnd, field, temporality, isMonotonic } = place
    const owner = (scope << kindBits) | (fieldNumber[field] << 3) | (temporality << 1) | Number(isMonotonic)
    const known = this.#metrics.find(owner, reader.bytes, headerStart, headerEnd)
    if (known) return known
    const metric = { number: this.#metricsNumbered, identity: readMetricIdentity(reader, place), overflow: undefined }
    this.#metricsNumbered += 1
    if (headerEnd - headerStart <= keyBytesMax) {
      this.#metrics.add(owner, reader.bytes, headerStart, headerEnd, metric)
    }
    return metric
  }

  series(metric: KnownMetric, { bytes }: WireReader, start: number, end: number): KnownSeries | undefined {
    return this.#series.find(metric.number, bytes, start, end)
  }

  /** Remembers a series that was not known. */
  addSeries(metric: KnownMetric, { bytes }: WireReader, start: number, end: number, series: KnownSeries): void {
    if (end - start <= keyBytesMax) this.#series.add(metric.number, bytes, start, end, series)
  }

  #forget(): void {
    this.#scopes.clear()
    this.#metrics.clear()
    this.#series.clear()
    this.#scopesNumbered = 0
    this.#metricsNumbered = 0
  }
}
