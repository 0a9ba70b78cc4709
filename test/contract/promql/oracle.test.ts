import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPromqlOracle, type PromqlOracle } from '../../fixtures/promql-oracle.ts'
import { differenceOf } from './compare-answers.ts'
import { documentedExpressions, wrongExpressions } from './documented-expressions.ts'
import { randomExpressions } from './random-expressions.ts'

let oracle: PromqlOracle

beforeAll(async () => {
  oracle = await openPromqlOracle()
}, 120_000)
afterAll(async () => {
  await oracle.close()
}, 60_000)

const minute = 60_000
const seconds = (milliseconds: number) => String(milliseconds / 1000)

/** Half seconds: neither a sample nor the step of a subquery lies at the edge of a window. */
const at = (minutes: number) => oracle.start + minutes * minute + 500

async function differences(query: string, path: string, parameters: Record<string, string>, isOrdered = false) {
  const { ours, theirs } = await oracle.ask(path, { query, ...parameters })
  return differenceOf(ours, theirs, isOrdered)
}

describe('what Prometheus documents', () => {
  it.each(documentedExpressions)('%s is what Prometheus itself answers at single times', async (query) => {
    for (const minutes of [0, 7, 31.35, 62]) {
      expect(
        await differences(query, 'query', { time: seconds(at(minutes)) }, query.startsWith('sort')),
      ).toBeUndefined()
    }
  })

  it.each(documentedExpressions)('%s is what Prometheus itself answers over ranges', async (query) => {
    for (const [from, to, step] of [
      [0, 70, 60],
      [20, 35, 15],
    ] as const) {
      const range = { start: seconds(at(from)), end: seconds(at(to)), step: String(step) }
      expect(await differences(query, 'query_range', range)).toBeUndefined()
    }
  })
})

describe('what is wrong', () => {
  it.each(wrongExpressions)('%j is refused as Prometheus refuses it', async (query) => {
    expect(await differences(query, 'query', { time: seconds(at(30)) })).toBeUndefined()
  })
})

describe('what is put together at random', () => {
  it('is what Prometheus itself answers, over a range and at a single time', async () => {
    await fc.assert(
      fc.asyncProperty(randomExpressions, async (query) => {
        const range = { start: seconds(at(12)), end: seconds(at(61)), step: '210' }
        expect(await differences(query, 'query_range', range)).toBeUndefined()
        expect(await differences(query, 'query', { time: seconds(at(45)) })).toBeUndefined()
      }),
      { seed: 46, numRuns: 150 },
    )
  }, 120_000)
})
