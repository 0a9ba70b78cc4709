import { appendFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

/**
 * Closes a run with `N passed, N failed` alone on a line, `, N skipped` behind it where some were.
 * A file that could not be collected and an error outside a test count as failed, so that no broken run reads as a good one.
 * With HANZO_TEST_COUNTS set to a file, appends the counts there as a line of JSON and prints nothing: a larger run adds them up.
 */
export default class PlainCountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[], reason: TestRunEndReason): void {
    const counts = countTests(modules)
    counts.failed += errors.length
    if (reason === 'failed' && counts.failed === 0) counts.failed = 1
    const file = process.env.HANZO_TEST_COUNTS
    if (file) appendFileSync(file, `${JSON.stringify(counts)}\n`)
    // The default reporter prints its own summary in the same hook; leaving the process is the one moment after it.
    else process.once('exit', () => process.stdout.write(`\n${formatCounts(counts)}\n`))
  }
}

function countTests(modules: readonly TestModule[]): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  for (const module of modules) {
    const failedBefore = counts.failed
    for (const test of module.children.allTests()) {
      const state = test.result().state
      if (state === 'passed') counts.passed += 1
      else if (state === 'skipped') counts.skipped += 1
      else counts.failed += 1
    }
    if (module.state() === 'failed' && counts.failed === failedBefore) counts.failed += 1
  }
  return counts
}

export function formatCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
