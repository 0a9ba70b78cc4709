import { nodeRuntime } from '../runtime/node-runtime.ts'
import type { Diagnostic } from '../telemetry/diagnostics.ts'
import type { TelemetryConfig } from '../telemetry/telemetry-config.ts'
import { TelemetryCore } from '../telemetry/telemetry-core.ts'
import { createMemoryDestination, type MemoryDestination } from './memory-destination.ts'
import type { TestLog } from './test-log.ts'
import type { TestMetric } from './test-metric.ts'
import { drawSpanTree, type TestSpan } from './test-span.ts'

/** The options of `TelemetryConfig`, and what stands for the environment. */
export interface TestTelemetryConfig extends TelemetryConfig {
  /** The variables that are read, such as `OTEL_TRACES_SAMPLER`. Default none. */
  env?: Readonly<Record<string, string | undefined>> | undefined
}

/**
 * A telemetry for unit tests: all of the SDK, sampling, pruning and redaction included, but what it records stays in memory.
 *
 * ```ts
 * const telemetry = createTestTelemetry()
 * await agent.run({ messages, telemetry })
 * expect(telemetry.spanTree()).toBe('invoke_agent greeter\n  chat gpt-4o-mini')
 * expect(telemetry.span('chat gpt-4o-mini').attributes).toMatchObject({ 'gen_ai.usage.input_tokens': 12 })
 * expect(await telemetry.metric('agent.executions')).toMatchObject({ value: 1, tags: { agent: 'greeter' } })
 * ```
 */
export class TestTelemetry extends TelemetryCore {
  readonly #destination: MemoryDestination
  readonly #diagnostics: Diagnostic[]

  constructor({ env = {}, ...config }: TestTelemetryConfig = {}) {
    const destination = createMemoryDestination()
    const diagnostics: Diagnostic[] = []
    const onDiagnostic = (diagnostic: Diagnostic) => {
      diagnostics.push(diagnostic)
      config.onDiagnostic?.(diagnostic)
    }
    // The environment of who runs the tests must not change their outcome.
    super({ ...testDefaults, ...config, onDiagnostic }, { ...nodeRuntime, environment: env }, () => destination)
    this.#destination = destination
    this.#diagnostics = diagnostics
  }

  /** Ended spans in the order in which they ended, at most the last 100,000. */
  get spans(): readonly TestSpan[] {
    return [...this.#destination.spans]
  }

  /** Log records and events in the order in which they were made, at most the last 100,000. */
  get logs(): readonly TestLog[] {
    return [...this.#destination.logs]
  }

  /** What the SDK had to say about itself. */
  get diagnostics(): readonly Diagnostic[] {
    return [...this.#diagnostics]
  }

  /** Ended spans of this name, in the order in which they ended. */
  spansNamed(name: string): TestSpan[] {
    return this.#destination.spans.filter((span) => span.name === name)
  }

  /**
   * The first ended span of this name.
   * @throws {Error} with the names that there are when there is none.
   */
  span(name: string): TestSpan {
    const spans = this.#destination.spans
    const found = spans.find((span) => span.name === name)
    if (!found)
      throw new Error(`no span "${name}" has ended; ended are: ${spans.map((span) => span.name).join(', ') || 'none'}`)
    return found
  }

  /** The names of all ended spans, each on a line below its parent and indented by two spaces, siblings in the order in which they started. */
  spanTree(): string {
    return drawSpanTree(this.#destination.spans)
  }

  /** Every metric under each set of tags; with a name, those of this name that have these tags, and perhaps others. */
  async metrics(name?: string, tags: Record<string, unknown> = {}): Promise<TestMetric[]> {
    const metrics = await this.#destination.readMetrics()
    const hasTags = (metric: TestMetric) => Object.entries(tags).every(([tag, value]) => metric.tags[tag] === value)
    return metrics.filter((metric) => (name === undefined || metric.name === name) && hasTags(metric))
  }

  /** The first of `metrics(name, tags)`; undefined when there is none. */
  async metric(name: string, tags: Record<string, unknown> = {}): Promise<TestMetric | undefined> {
    const [first] = await this.metrics(name, tags)
    return first
  }

  /** Forgets everything recorded so far, for the next test. Spans that are open arrive when they end. */
  async reset(): Promise<void> {
    await this.#destination.clear()
    this.#diagnostics.length = 0
  }
}

const testDefaults = {
  console: 'silent',
  environment: 'test',
  redaction: { captureContent: 'full' },
  registerGlobal: false,
  flushOnExit: false,
} as const satisfies TelemetryConfig

/**
 * Makes a `TestTelemetry`. It prints nothing, captures content in full, reads no environment variables but those of `env`, and leaves OpenTelemetry's globals alone, unless
 * options say otherwise. `telemetry.shutdown()` ends it.
 */
export function createTestTelemetry(config: TestTelemetryConfig = {}): TestTelemetry {
  return new TestTelemetry(config)
}
