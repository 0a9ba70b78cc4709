import type { Expression } from '../parse/ast.ts'
import { PromqlError } from '../promql-error.ts'
import type { SampleSource, Steps, StepValues } from './samples.ts'

/** How far back an instant selector looks for a series' last sample. */
export const lookbackMilliseconds = 5 * 60_000

/** Values of all steps of all series of one part of a question: at 9 bytes each. */
const cellsMax = 10_000_000
const breathMilliseconds = 12

/** What the parts of a question share while it is evaluated. */
export interface Evaluation {
  steps: Steps
  /** The question's own times, milliseconds, which `@ start()` and `@ end()` mean also inside of subqueries. */
  range: { start: number; end: number }
  source: SampleSource
  budget: Budget
  warn(message: string): void
  /** Evaluates a part of the question, at the steps that it is given. */
  evaluate(evaluation: Evaluation, expression: Expression): Promise<StepValues>
}

/** Keeps one question from holding the thread, its memory, or its caller for longer than agreed. */
export interface Budget {
  /** Lets others run now and then. @throws {PromqlError} when time is up or nobody waits any more. */
  breathe(): Promise<void>
  /** @throws {PromqlError} when a part would have more values than are held at once. */
  reserve(series: number, steps: number): void
}

export function createBudget(options: { milliseconds: number; signal?: AbortSignal | undefined }): Budget {
  const deadline = performance.now() + options.milliseconds
  let rested = performance.now()
  return {
    async breathe() {
      const now = performance.now()
      if (now - rested < breathMilliseconds) return
      if (options.signal?.aborted) throw new PromqlError('canceled', 'query was canceled in expression evaluation')
      if (now > deadline) {
        throw new PromqlError(
          'timeout',
          `query timed out in expression evaluation after ${options.milliseconds / 1000} s: shorten the range, enlarge the step or select fewer series`,
        )
      }
      await new Promise((resolve) => setImmediate(resolve))
      rested = performance.now()
    },
    reserve(series, steps) {
      if (series * steps <= cellsMax) return
      throw new PromqlError(
        'execution',
        `query processing would hold ${series} series of ${steps} steps, more than ${cellsMax} values at once: select fewer series, or enlarge the step`,
      )
    },
  }
}
