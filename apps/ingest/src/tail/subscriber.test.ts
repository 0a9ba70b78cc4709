import { expect, it } from 'vitest'
import { createSubscriber } from './subscriber.ts'

const limits = { queueRowsMax: 10, bufferedBytesMax: 100, messageRowsMax: 6 }

function connect() {
  const messages: { type: string; rows?: number[]; cursor?: string; count?: number }[] = []
  const client = { buffered: 0 }
  const subscriber = createSubscriber<number>(
    { send: (message) => messages.push(JSON.parse(message)), bufferedBytes: () => client.buffered },
    limits,
  )
  const push = (from: number, to: number) => {
    for (let row = from; row < to; row++) subscriber.push(row, String(row))
  }
  return { messages, client, subscriber, push }
}

it('sends what waits as one message, with the cursor of its last row', () => {
  const { messages, subscriber, push } = connect()
  push(0, 3)
  subscriber.flush()
  subscriber.flush()
  expect(messages).toEqual([{ type: 'rows', rows: [0, 1, 2], cursor: '2' }])
})

it('sends long queues in messages of a bounded size, in order', () => {
  const { messages, subscriber, push } = connect()
  push(0, 8)
  subscriber.flush()
  subscriber.flush()
  expect(messages.map(({ rows }) => rows)).toEqual([
    [0, 1, 2, 3, 4, 5],
    [6, 7],
  ])
})

it('sends nothing while too much is under way, and then says how many of the oldest rows were skipped', () => {
  const { messages, client, subscriber, push } = connect()
  client.buffered = 101
  push(0, 1000)
  subscriber.flush()
  expect(messages).toEqual([])
  client.buffered = 0
  subscriber.flush()
  subscriber.flush()
  expect(messages).toEqual([
    { type: 'skipped', count: 990 },
    { type: 'rows', rows: [990, 991, 992, 993, 994, 995], cursor: '995' },
    { type: 'rows', rows: [996, 997, 998, 999], cursor: '999' },
  ])
})
