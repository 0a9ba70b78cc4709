import type { ExponentialHistogram as HistogramValue } from '@opentelemetry/sdk-metrics'

const scaleMax = 20
const bucketsMax = 160
const leastNormal = 2 ** -1022
const leastExponent = -1022
const greatestExponent = 1023

const float = new Float64Array(1)
const words = new Uint32Array(float.buffer)
// Which half of a double has its exponent is the machine's choice.
float[0] = 1
const upper = words[1] === 0 ? 0 : 1

/**
 * The distribution of values that are not negative, in at most 160 buckets whose bounds are powers of 2^(2^-scale), each with its upper bound. The scale
 * starts as fine as can be and is halved when the values do not fit.
 * @see https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram
 */
export class ExponentialHistogram {
  #scale = scaleMax
  #factor = Math.LOG2E * 2 ** scaleMax
  #count = 0
  #sum = 0
  #zeros = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY
  /** Of the first bucket. */
  #offset = 0
  #counts: number[] = []
  // The values of counts and sizes are often equal, and a logarithm costs more than a comparison.
  #lastValue = Number.NaN
  #lastPlace = 0

  /** @param value finite and not negative. */
  record(value: number): void {
    this.#count++
    this.#sum += value
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
    if (value === 0) this.#zeros++
    else if (value === this.#lastValue) (this.#counts[this.#lastPlace] as number)++
    else this.#add(value)
  }

  toValue(): HistogramValue {
    return {
      count: this.#count,
      sum: this.#sum,
      min: this.#min,
      max: this.#max,
      zeroCount: this.#zeros,
      // Without a bucket it says nothing.
      scale: this.#counts.length === 0 ? 0 : this.#scale,
      positive: { offset: this.#offset, bucketCounts: [...this.#counts] },
      negative: { offset: 0, bucketCounts: [] },
    }
  }

  #add(value: number): void {
    let index = this.#indexOf(value)
    const counts = this.#counts
    if (counts.length === 0) this.#offset = index
    let low = Math.min(index, this.#offset)
    let high = Math.max(index, this.#offset + counts.length - 1)
    if (high - low >= bucketsMax) {
      let steps = 0
      for (; high - low >= bucketsMax; steps++) {
        low >>= 1
        high >>= 1
      }
      this.#coarsen(steps)
      index = this.#indexOf(value)
    }
    for (; this.#offset > index; this.#offset--) this.#counts.unshift(0)
    while (this.#offset + this.#counts.length <= index) this.#counts.push(0)
    const place = index - this.#offset
    this.#counts[place] = (this.#counts[place] as number) + 1
    this.#lastValue = value
    this.#lastPlace = place
  }

  #coarsen(steps: number): void {
    this.#scale -= steps
    this.#factor = Math.LOG2E * 2 ** this.#scale
    const offset = this.#offset >> steps
    const counts: number[] = []
    for (const [place, count] of this.#counts.entries()) {
      const to = ((this.#offset + place) >> steps) - offset
      counts[to] = (counts[to] ?? 0) + count
    }
    this.#offset = offset
    this.#counts = counts
  }

  #indexOf(value: number): number {
    const scale = this.#scale
    if (value <= leastNormal) return scale > 0 ? leastExponent * 2 ** scale - 1 : (leastExponent - 1) >> -scale
    float[0] = value
    const high = words[upper] as number
    const exponent = ((high >>> 20) & 0x7ff) - greatestExponent
    const isPower = (high & 0xfffff) === 0 && words[1 - upper] === 0
    if (scale <= 0) return (isPower ? exponent - 1 : exponent) >> -scale
    if (isPower) return exponent * 2 ** scale - 1
    return Math.min(Math.floor(Math.log(value) * this.#factor), (greatestExponent + 1) * 2 ** scale - 1)
  }
}
