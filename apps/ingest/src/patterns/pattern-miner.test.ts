import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { LineMasker } from './line-masker.ts'
import { maskTemplate, PatternMiner } from './pattern-miner.ts'
import { RequestPatterns } from './request-patterns.ts'
import type { Pattern } from './service-patterns.ts'

const hour = 3_600_000
const letters = 'abcdefghijklmnopqrstuvwxyz'
/** A word without digits for each number. */
const wordOf = (number: number): string =>
  number < 26 ? (letters[number] as string) : wordOf(Math.floor(number / 26) - 1) + (letters[number % 26] as string)

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function find(miner: PatternMiner, body: string, { project = 'p', service = 's', now = 0 } = {}): Pattern {
  return miner.patternsOf(project, service, now).find(maskTemplate(miner.masker, body))
}
const idOf = ({ low, high }: Pattern) => `${low} ${high}`

describe('words that vary', () => {
  it('are one pattern once eight of them were seen, in any order and process', () => {
    const line = (index: number) => `user ${wordOf(index)} has signed in`
    const ids = [1, -1].map((direction) => {
      const miner = new PatternMiner()
      for (let index = 0; index < 60; index++) find(miner, line(direction === 1 ? index : 90 - index))
      expect(find(miner, line(1_000)).template).toBe('user <*> has signed in')
      return idOf(find(miner, line(1_000)))
    })
    expect(ids[0]).toBe(ids[1])
    const known = find(new PatternMiner(), 'user <*> has signed in')
    expect(known).toMatchObject({ template: 'user <*> has signed in' })
    expect(idOf(known)).toBe(ids[0])
  })

  it('may stand in several places', () => {
    const miner = new PatternMiner()
    const line = (user: number, role: number) => `user ${wordOf(user)} has role ${wordOf(role)} now`
    for (let role = 0; role < 12; role++) for (let user = 0; user < 12; user++) find(miner, line(user, role))
    expect(find(miner, line(500, 600)).template).toBe('user <*> has role <*> now')
  })

  it('are found where nearly every line has two new ones', () => {
    const miner = new PatternMiner()
    const line = (index: number) => `user ${wordOf(index)} has opened document ${wordOf(index * 31 + 5)}`
    for (let index = 0; index < 30; index++) find(miner, line(index))
    expect(find(miner, line(9_999)).template).toBe('user <*> has opened document <*>')
  })

  it('are no outcomes of one sentence, no first words, and never all of a line', () => {
    const miner = new PatternMiner()
    const outcomes = ['succeeded', 'failed', 'expired', 'declined']
    for (const outcome of outcomes) find(miner, `payment of order ${outcome}`)
    expect(outcomes.map((outcome) => find(miner, `payment of order ${outcome}`).template)).toEqual(
      outcomes.map((outcome) => `payment of order ${outcome}`),
    )
    for (let index = 0; index < 50; index++) find(miner, `${wordOf(index)} was started here`)
    expect(find(miner, 'kubelet was started here').template).toBe('kubelet was started here')
    for (let index = 0; index < 50; index++) find(miner, `state ${wordOf(index)}`)
    expect(find(miner, 'state running').template).toBe('state running')
  })

  it('of one service say nothing of another, nor of another project', () => {
    const miner = new PatternMiner()
    for (let index = 0; index < 20; index++) find(miner, `user ${wordOf(index)} has signed in`)
    for (const other of [{ service: 'other' }, { project: 'other' }]) {
      expect(find(miner, 'user ada has signed in', other).template).toBe('user ada has signed in')
    }
  })
})

describe('a flood of unlike lines', () => {
  const flood = (miner: PatternMiner, from: number, count: number, service = 's', now = 0) => {
    const found = new Set<Pattern>()
    for (let index = from; index < from + count; index++) {
      found.add(find(miner, `${wordOf(index * 7)} ${wordOf(index * 13)} ${wordOf(index * 31)}`, { service, now }))
    }
    return found
  }

  it('takes as many patterns as a service, a project and the process may have, and then is one pattern', () => {
    const miner = new PatternMiner({ ofService: 50, ofProject: 120, all: 150 })
    expect(flood(miner, 0, 1_000).size).toBe(51)
    expect(find(miner, 'nothing like before')).toMatchObject({ template: '<*>', low: 1, high: 0 })
    expect([1, 2, 3].map((service) => flood(miner, 0, 200, `other ${service}`).size)).toEqual([51, 21, 1])
    expect(find(miner, 'another project still has room', { project: 'q' }).template).toBe(
      'another project still has room',
    )
  })

  it('leaves known patterns as they are, and is forgotten after an hour or two', () => {
    const miner = new PatternMiner({ ofService: 50 })
    const before = idOf(find(miner, 'order <num> was paid'))
    flood(miner, 0, 1_000)
    expect(idOf(find(miner, 'order 5 was paid'))).toBe(before)
    for (const now of [hour, 2 * hour]) find(miner, 'order 5 was paid', { now })
    expect(idOf(find(miner, 'order 6 was paid', { now: 2 * hour }))).toBe(before)
    expect(find(miner, 'something else happened', { now: 2 * hour }).template).toBe('something else happened')
  })

  it('that say themselves where they vary is forgotten before it fills the memory', () => {
    const miner = new PatternMiner({ ofService: 50 })
    flood(miner, 0, 100)
    const send = (from: number, to: number): number => {
      for (let line = from; line < to; line++) find(miner, `${wordOf(line)} <*> was sent`)
      collectGarbage()
      return process.memoryUsage().heapUsed
    }
    const before = send(0, 40_000)
    expect(send(40_000, 200_000) - before).toBeLessThan(4_000_000)
  })

  it('of services gives up those that were not heard of for longest', () => {
    const miner = new PatternMiner({ services: 10, all: 30 })
    for (let service = 0; service < 1_000; service++) flood(miner, service, 3, `service ${service}`)
    expect(find(miner, 'the last has room', { service: 'new' }).template).toBe('the last has room')
  })
})

it('notes a pattern once a request, with the beginning of a body cut between characters', () => {
  const miner = new PatternMiner()
  const project = { projectId: 'p', retentionDays: 30 }
  const notes = [1, 2].map(() => {
    const patterns = new RequestPatterns(miner, project, 0)
    patterns.begin('s')
    for (const body of ['order 1 was paid', 'order 2 was paid', `größer: ${'ä'.repeat(400)}`, '']) {
      patterns.findTexts('', body, 1_000_000_000, 0)
    }
    return patterns.list()
  })
  expect(notes[0]).toMatchObject([
    {
      project_id: 'p',
      retention_days: 30,
      template: 'order <num> was paid',
      example: 'order 1 was paid',
      first_seen: 1,
      last_seen: 1,
    },
    { example: `größer: ${'ä'.repeat(245)}` },
  ])
  expect(notes[1]).toEqual(notes[0])
})

it('keeps the template of an old record as long as those of new ones: they do not note it again', () => {
  const patterns = new RequestPatterns(new PatternMiner(), { projectId: 'p', retentionDays: 30 }, 5_000)
  patterns.begin('s')
  patterns.findTexts('', 'imported', 1_000_000_000, 0)
  expect(patterns.list()).toMatchObject([{ first_seen: 1, last_seen: 5 }])
})

it('masks a template as the lines that have it', () => {
  const line = maskTemplate(new LineMasker(), 'order <num> was paid')
  expect(line.text()).toBe('order <num> was paid')
})
