import { expect, it } from 'vitest'
import { createSpoolShares } from './spool-shares.ts'

const bytesMax = 1_000

function setUp() {
  const clock = { now: 0 }
  const shares = createSpoolShares(bytesMax, () => clock.now)
  let held = 0
  let segments = 0
  const fill = (parts: Record<string, number>) => {
    const bytes = Object.values(parts).reduce((sum, part) => sum + part, 0)
    for (const projectId of Object.keys(parts)) shares.assertShare(projectId, 0)
    // Columns in memory take more than they take on disk.
    shares.wrote(new Map(Object.entries(parts).map(([projectId, part]) => [projectId, part * 3])))
    const segment = { id: `${segments++}`, path: '', bytes }
    shares.sealed(segment)
    held += bytes
    return segment
  }
  const release = (segment: ReturnType<typeof fill>) => {
    shares.released(segment)
    held -= segment.bytes
  }
  const may = (projectId: string) => {
    try {
      shares.assertShare(projectId, held)
      return true
    } catch (error) {
      expect(error).toMatchObject({ code: 'SPOOL_SHARE_USED', statusCode: 503, retryable: true })
      return false
    }
  }
  return { clock, shares, fill, release, may }
}

it('lets a project that is alone have all but a tenth, which is there for the next one', () => {
  const { fill, may } = setUp()
  fill({ a: 899 })
  expect(may('a')).toBe(true)
  fill({ a: 2 })
  expect(may('a')).toBe(false)
  expect(may('new')).toBe(true)
})

it('refuses, once little is left, those who hold their share, and serves the others', () => {
  const { fill, may } = setUp()
  fill({ flood: 700, small: 10 })
  expect([may('flood'), may('small')]).toEqual([true, true])
  fill({ flood: 60, small: 10 })
  expect([may('flood'), may('small'), may('third')]).toEqual([false, true, true])
})

it('gives back what was stored', () => {
  const { fill, release, may } = setUp()
  const segment = fill({ flood: 500 })
  fill({ flood: 300, small: 50 })
  expect(may('flood')).toBe(false)
  release(segment)
  expect(may('flood')).toBe(true)
})

it('counts what is not sealed yet', () => {
  const { shares, fill, may } = setUp()
  fill({ a: 10, b: 780 })
  shares.wrote(new Map([['a', 500]]))
  expect(may('a')).toBe(false)
})

it('forgets a project that sends no more', () => {
  const { clock, fill, release, may } = setUp()
  const gone = fill({ gone: 100 })
  fill({ a: 600, b: 190 })
  expect(may('a')).toBe(false)
  release(gone)
  clock.now = 700_000
  fill({ b: 70 })
  fill({ c: 1 })
  expect(may('a')).toBe(false)
  clock.now = 1_400_000
  expect(may('b')).toBe(true)
})

it('counts what an earlier run left behind as nobody’s', () => {
  const { shares } = setUp()
  shares.released({ id: 'of an earlier run', path: '', bytes: 900 })
  expect(() => shares.assertShare('a', 950)).not.toThrow()
})
