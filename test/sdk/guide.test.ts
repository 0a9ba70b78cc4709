import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../console/browser.ts'
import { testAdvanced } from './guide/advanced.ts'
import { testAgents } from './guide/agents.ts'
import { testBasics } from './guide/basics.ts'
import { testConsole } from './guide/console.ts'
import { testConsolePromises } from './guide/console-promises.ts'
import { testDocuments } from './guide/documents.ts'
import { elisions, headingsOf } from './guide/elisions.ts'
import { testPractices } from './guide/practices.ts'
import { fileOf, frames } from './guide/programs.ts'
import { claimedLines } from './guide/promise.ts'
import { readGuide } from './guide/read-guide.ts'
import { testSignals } from './guide/signals.ts'
import { type RunningGuide, startGuide } from './guide/start-guide.ts'

const { snippets, statements } = readGuide()
const programs = snippets.filter(({ language }) => language === 'typescript')
/** These need a signal or another service; their own tests give it. */
const waiting = ['Proper Cleanup', 'Context Propagation']

let running: RunningGuide
let browser: Browser
const guide = () => running

beforeAll(async () => {
  ;[running, browser] = await Promise.all([startGuide(), launchBrowser()])
})

afterAll(async () => {
  await browser?.close()
  await running?.close()
})

describe('the snippets of docs/telemetry-guide.md', () => {
  it('are the ones this test has frames for, each under a heading of its own', () => {
    expect(programs).toHaveLength(19)
    expect(programs.map(({ heading }) => heading).sort()).toEqual(Object.keys(frames).sort())
  })

  it.each(elisions.map((elision) => [String(elision.pattern), elision] as const))(
    'leave out what rule %s puts in, nowhere else',
    (_, elision) => {
      expect(headingsOf(elision, programs)).toEqual(elision.headings)
    },
  )

  it.each(programs.map(({ heading }) => heading))(
    'compile under tsc --strict against the packed SDK: %s',
    (heading) => {
      expect(guide().diagnostics.filter((line) => line.includes(`guide/${fileOf(heading)}.ts`))).toEqual([])
    },
  )

  it('compile all together, also by TypeScript 5.9, with the declarations of the SDK checked', async () => {
    expect(guide().diagnostics).toEqual([])
    expect(await guide().project.compile('tsconfig.json', 'typescript-5')).toEqual([])
  })

  it.each(programs.map(({ heading }) => heading).filter((heading) => !waiting.includes(heading)))(
    'run to their end without an error: %s',
    async (heading) => {
      const { code, stderr } = await guide().run(heading)
      expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/\n\s+at /) })
    },
  )
})

testBasics(guide)
testSignals(guide)
testAgents(guide)
testPractices(guide)
testAdvanced(guide)
testConsole(guide, () => browser)
testConsolePromises(guide, () => browser)
testDocuments(guide)

describe('the guide as a whole', () => {
  it('says nothing that no test stands for, and no test stands for what it does not say', () => {
    expect(claimedLines().sort()).toEqual([...new Set(statements)].sort())
  })
})
