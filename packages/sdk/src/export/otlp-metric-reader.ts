import { MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { startTimer } from './pause.ts'
import { type TemporalityPreference, temporalityOf } from './temporality.ts'

export interface OtlpMetricReaderOptions {
  temporality: TemporalityPreference
  intervalMillis: number
  timeoutMillis: number
  /** Handed every collection; must not throw. */
  onCollected(metrics: ResourceMetrics): void
  /** Told when a collection failed, in whole or in part. */
  onFailed(error: unknown): void
  /** Waits until what was collected is sent, within a time of its own; never rejects. */
  flush(): Promise<void>
}

/** Collects at an interval, and whenever it is flushed. Collections follow one another and never overlap. */
export class OtlpMetricReader extends MetricReader {
  readonly #options: OtlpMetricReaderOptions
  #collecting: Promise<void> | undefined
  #cancel: (() => void) | undefined
  #isBound = false
  #isStopped = false

  constructor(options: OtlpMetricReaderOptions) {
    super({ aggregationTemporalitySelector: temporalityOf(options.temporality) })
    this.#options = options
  }

  /** Collects now, after the collection in progress, which may have missed the latest values. Never rejects. */
  drain(): Promise<void> {
    const collecting = (this.#collecting ?? Promise.resolve()).then(() => this.#collect())
    this.#collecting = collecting
    return collecting.finally(() => {
      if (this.#collecting === collecting) this.#collecting = undefined
    })
  }

  /** Collects no more by itself. */
  stop(): void {
    this.#isStopped = true
    this.#cancel?.()
  }

  protected override onInitialized(): void {
    this.#isBound = true
    this.#schedule()
  }

  protected override onForceFlush(): Promise<void> {
    return this.drain().then(() => this.#options.flush())
  }

  protected override async onShutdown(): Promise<void> {
    if (!this.#isStopped) await this.onForceFlush()
    this.stop()
  }

  #schedule(): void {
    if (this.#isStopped) return
    this.#cancel = startTimer(this.#options.intervalMillis, () => {
      if (!this.#collecting) void this.drain()
      this.#schedule()
    })
  }

  async #collect(): Promise<void> {
    if (!this.#isBound || this.#isStopped) return
    try {
      const { resourceMetrics, errors } = await this.collect({ timeoutMillis: this.#options.timeoutMillis })
      this.#options.onCollected(resourceMetrics)
      for (const error of errors.slice(0, 1)) this.#options.onFailed(error)
    } catch (error) {
      this.#options.onFailed(error)
    }
  }
}
