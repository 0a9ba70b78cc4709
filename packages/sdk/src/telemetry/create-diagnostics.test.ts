import { describe, expect, it } from 'vitest'
import type { ConsoleRecord } from '../runtime/runtime.ts'
import { createDiagnostics } from './create-diagnostics.ts'
import type { Diagnostic, LogLevel } from './diagnostics.ts'

function setUp(logLevel: LogLevel = 'info') {
  const clock = { now: 0 }
  const told: Diagnostic[] = []
  const lines: ConsoleRecord[] = []
  const diagnostics = createDiagnostics({
    logLevel,
    onDiagnostic: (diagnostic) => told.push(diagnostic),
    writer: () => ({ write: (record) => lines.push(record), close: async () => undefined }),
    now: () => clock.now,
  })
  return { clock, told, lines, diagnostics }
}

describe('diagnostics', () => {
  it('tell a warning of one code once a minute, then how many were held back', () => {
    const { clock, told, diagnostics } = setUp()
    for (let second = 0; second < 60; second += 1) {
      clock.now = second * 1000
      diagnostics.report({ level: 'warn', code: 'queue_full', message: 'spans dropped', count: 10 })
    }
    diagnostics.report({ level: 'error', code: 'other', message: 'another code' })
    expect(told).toHaveLength(2)
    clock.now = 60_000
    diagnostics.report({ level: 'warn', code: 'queue_full', message: 'spans dropped', count: 10 })
    expect(told.at(-1)).toEqual({
      level: 'warn',
      code: 'queue_full',
      message: 'spans dropped (59 more of this kind since it was last told)',
      count: 600,
    })
  })

  it('tell at the end what they still hold back', () => {
    const { told, diagnostics } = setUp()
    for (let index = 0; index < 3; index += 1) diagnostics.report({ level: 'warn', code: 'a', message: `no ${index}` })
    diagnostics.close()
    diagnostics.close()
    expect(told.map(({ message }) => message)).toEqual(['no 0', 'no 2 (2 more of this kind since it was last told)'])
    expect(told[1]?.count).toBe(2)
  })

  it('never hold back debug, and tell it only at that level', () => {
    const quiet = setUp('info')
    const loud = setUp('debug')
    for (const { diagnostics } of [quiet, loud]) {
      for (let index = 0; index < 3; index += 1) diagnostics.report({ level: 'debug', code: 'export', message: 'sent' })
    }
    expect(quiet.told).toHaveLength(0)
    expect(loud.told).toHaveLength(3)
    expect(loud.lines).toHaveLength(3)
  })

  it('tell the callback of warnings that the log level keeps from the console', () => {
    const { told, lines, diagnostics } = setUp('error')
    diagnostics.report({ level: 'warn', code: 'a', message: 'x' })
    expect(told).toHaveLength(1)
    expect(lines).toHaveLength(0)
  })

  it('remember a bounded number of codes', () => {
    const { told, diagnostics } = setUp()
    for (let index = 0; index < 1000; index += 1) diagnostics.report({ level: 'warn', code: `c${index}`, message: 'x' })
    diagnostics.report({ level: 'warn', code: 'c0', message: 'x' })
    expect(told).toHaveLength(1001)
  })
})
