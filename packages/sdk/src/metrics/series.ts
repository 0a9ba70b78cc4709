import type { HrTime } from '@opentelemetry/api'
import { AggregationTemporality, type DataPoint } from '@opentelemetry/sdk-metrics'
import type { TagSet } from './tag-sets.ts'

/** Sets of tags of one metric, the one for all that came too late among them. */
const tagSetsMax = 2000

const OVERFLOW: TagSet = { content: 'otel.metric.overflow', attributes: { 'otel.metric.overflow': true } }

interface Entry<State> {
  tags: TagSet
  since: HrTime
  state: State
}

/** What one metric knows under each set of tags, at most 2000 of them; later sets are one. */
export class Series<State> {
  readonly #create: () => State
  #entries = new Map<string, Entry<State>>()
  #collectedAt: HrTime | undefined

  constructor(create: () => State) {
    this.#create = create
  }

  of(tags: TagSet): State {
    return (this.#entries.get(tags.content) ?? this.#add(tags)).state
  }

  /** One point for each set of tags; with delta temporality they begin at the last collection, and are forgotten. */
  collect<T>(at: HrTime, temporality: AggregationTemporality, read: (state: State) => T): DataPoint<T>[] {
    const isDelta = temporality === AggregationTemporality.DELTA
    const points: DataPoint<T>[] = []
    for (const { tags, since, state } of this.#entries.values()) {
      const startTime = isDelta ? (this.#collectedAt ?? since) : since
      points.push({ startTime, endTime: at, attributes: tags.attributes, value: read(state) })
    }
    if (isDelta) this.#entries = new Map()
    this.#collectedAt = at
    return points
  }

  #add(tags: TagSet): Entry<State> {
    if (this.#entries.size >= tagSetsMax - 1 && tags !== OVERFLOW)
      return this.#entries.get(OVERFLOW.content) ?? this.#add(OVERFLOW)
    const entry = { tags, since: hrTimeOf(Date.now()), state: this.#create() }
    this.#entries.set(tags.content, entry)
    return entry
  }
}

/** @param millis since 1970, whole. */
export function hrTimeOf(millis: number): HrTime {
  return [Math.floor(millis / 1000), (millis % 1000) * 1_000_000]
}
