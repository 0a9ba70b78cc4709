import { expect, it } from 'vitest'
import { createSubscriber } from './subscriber.ts'
import type { TailEvent } from './tail-client.ts'

const limits = {
  queueRowsMax: 10,
  heldRowsMax: 10,
  bufferedBytesMax: 100,
  messageRowsMax: 6,
  messageCharactersMax: 1_000,
  examinedEveryMs: 0,
  aliveEveryMs: 60_000,
}

function connect(hold = false, given = limits, charactersMax = () => 1_000_000) {
  const events: TailEvent[] = []
  const client = { buffered: 0 }
  const subscriber = createSubscriber(
    { tell: (event) => void events.push(event), bufferedBytes: () => client.buffered },
    given,
    { from: 0n, hold, charactersMax },
  )
  const push = (from: number, to: number) => {
    for (let row = from; row < to; row++) subscriber.push(String(row), BigInt(row))
    subscriber.looked(BigInt(to))
  }
  events.length = 0
  const flush = () => subscriber.flush(performance.now())
  return { events, client, subscriber, push, flush }
}
const rows = (through: number, ...of: number[]) => ({
  kind: 'rows',
  json: JSON.stringify(of),
  through: BigInt(through),
})

it('sends what waits, and how far it looked', () => {
  const { events, push, flush } = connect()
  push(1, 4)
  flush()
  expect(events).toEqual([rows(4, 1, 2, 3)])
})

it('tells how far it looked also where nothing is for the client', () => {
  const { events, subscriber, flush } = connect()
  subscriber.looked(7n)
  flush()
  flush()
  expect(events).toEqual([{ kind: 'examined', through: 7n }])
})

it('sends long queues in messages of a bounded size, in order, each of which can be gone on from', () => {
  const { events, push, flush } = connect()
  push(1, 9)
  flush()
  expect(events).toEqual([rows(6, 1, 2, 3, 4, 5, 6), rows(9, 7, 8)])
})

it('puts the rows of several tables in the order of their arrival', () => {
  const { events, subscriber, flush } = connect()
  for (const row of [2, 5, 1, 3]) subscriber.push(String(row), BigInt(row))
  subscriber.looked(5n)
  flush()
  expect(events).toEqual([rows(5, 1, 2, 3, 5)])
})

it('sends nothing while too much is under way, and then says how many of the oldest rows were skipped', () => {
  const { events, client, push, flush } = connect()
  client.buffered = 101
  push(1, 1001)
  flush()
  expect(events).toEqual([])
  client.buffered = 0
  flush()
  expect(events).toEqual([
    { kind: 'skipped', count: 990, through: 990n },
    rows(996, 991, 992, 993, 994, 995, 996),
    rows(1001, 997, 998, 999, 1000),
  ])
})

it('holds rows until it is released, and leaves out those that the client has', () => {
  const { events, subscriber, push, flush } = connect(true)
  push(1, 6)
  flush()
  expect(events).toEqual([])
  subscriber.release(3n)
  flush()
  expect(events).toEqual([rows(6, 4, 5)])
})

it('sends all that it held once it is released, also more than may wait for a slow client', () => {
  const { events, subscriber, push, flush } = connect(true, { ...limits, heldRowsMax: 30 })
  push(1, 26)
  subscriber.release(0n)
  flush()
  expect(events.map(({ kind }) => kind)).toEqual(['rows', 'rows', 'rows', 'rows', 'rows'])
  expect(events.at(-1)).toEqual(rows(26, 25))
})

it('counts nothing as skipped that made room while it was held: it says from where to go on', () => {
  const { events, subscriber, push, flush } = connect(true)
  push(1, 41)
  flush()
  subscriber.release(3n)
  expect(events).toEqual([{ kind: 'ready', through: 30n }])
  subscriber.release(30n)
  flush()
  expect(events.slice(1)).toEqual([rows(36, 31, 32, 33, 34, 35, 36), rows(41, 37, 38, 39, 40)])
})

it('keeps no more characters than its share, and counts what made room', () => {
  const { events, client, push, flush } = connect(false, limits, () => 4)
  client.buffered = 101
  push(1, 8)
  flush()
  client.buffered = 0
  flush()
  expect(events).toEqual([{ kind: 'skipped', count: 3, through: 3n }, rows(8, 4, 5, 6, 7)])
})

it('keeps and sends a row that is longer than its share by itself', () => {
  const { events, subscriber, flush } = connect(false, { ...limits, messageCharactersMax: 1 }, () => 1)
  subscriber.push('"long"', 1n)
  subscriber.looked(1n)
  flush()
  expect(events).toEqual([{ kind: 'rows', json: '["long"]', through: 1n }])
})

it('sends messages of a bounded size in characters', () => {
  const { events, push, flush } = connect(false, { ...limits, messageCharactersMax: 3 })
  push(1, 6)
  flush()
  expect(events).toEqual([rows(3, 1, 2, 3), rows(6, 4, 5)])
})
