import type { Labels } from '../../promql/evaluate/labels.ts'
import type { SampledSeries } from '../../promql/evaluate/samples.ts'

/**
 * Collects the samples of a series, which come by time; of equal times the first counts. Increments become a counter
 * that starts at zero, so that what PromQL asks of counters is right for them.
 */
export class SeriesBuilder {
  readonly labels: Labels
  /** Tells apart what has the same labels. */
  readonly id: bigint
  #isDelta: boolean
  #times: number[] = []
  #values: number[] = []
  #staleAt: number[] = []
  #total = 0

  constructor(options: { labels: Labels; id: bigint; isDelta: boolean }) {
    this.labels = options.labels
    this.id = options.id
    this.#isDelta = options.isDelta
  }

  /** @param start when an increment began, milliseconds; before it the counter stood where it was. */
  add(time: number, value: number, start: number): void {
    const last = this.#times.at(-1) ?? Number.NEGATIVE_INFINITY
    if (time <= last) return
    if (this.#isDelta) {
      if (start > Math.max(last, 0) && start < time) this.#push(start, this.#total)
      this.#total += value
      this.#push(time, this.#total)
    } else this.#push(time, value)
  }

  /** The sender said that there is no value any more. */
  end(time: number): void {
    if (time <= (this.#times.at(-1) ?? Number.NEGATIVE_INFINITY)) return
    this.#staleAt.push(this.#times.length)
    this.#push(time, Number.NaN)
  }

  #push(time: number, value: number): void {
    this.#times.push(time)
    this.#values.push(value)
  }

  build(): SampledSeries {
    const series = {
      labels: this.labels,
      times: Float64Array.from(this.#times),
      values: Float64Array.from(this.#values),
    }
    if (this.#staleAt.length === 0) return series
    const stale = new Uint8Array(this.#times.length)
    for (const index of this.#staleAt) stale[index] = 1
    return { ...series, stale }
  }
}
