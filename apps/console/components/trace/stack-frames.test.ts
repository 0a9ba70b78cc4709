import { describe, expect, it } from 'vitest'
import { stackLines } from './stack-frames.ts'

describe('stackLines', () => {
  it('tells the frames of the application from those of its dependencies', () => {
    const lines = stackLines(
      'Error: declined\n    at charge (/app/src/charge.ts:12:9)\n    at run (/app/node_modules/x/y.js:1:1)\n    at node:internal/process:3:4\n',
    )
    expect(lines.map((line) => [line.frame, line.foreign])).toEqual([
      [false, false],
      [true, false],
      [true, true],
      [true, true],
    ])
  })

  it('knows the frames of Python', () => {
    const [, own, , foreign] = stackLines(
      'Traceback (most recent call last):\n  File "/app/agent.py", line 3, in run\n    go()\n  File "/usr/lib/python3/site-packages/a.py", line 1, in b',
    )
    expect([own?.foreign, foreign?.foreign]).toEqual([false, true])
  })
})
