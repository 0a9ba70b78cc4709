import { expect, it } from 'vitest'
import { UndecodableError } from '../decode/undecodable-error.ts'
import { chargeRefused } from './charge-refused.ts'
import { BodyTooLargeError, ReceiverBusyError } from './receiver-errors.ts'

function setUp() {
  const charged: unknown[] = []
  const taken: number[] = []
  const options = {
    intake: { charge: (...charge: unknown[]) => void charged.push(charge) },
    project: { projectId: 'a', retentionDays: 30 },
    signal: 'logs' as const,
    share: { take: (bytes: number) => void taken.push(bytes) },
  }
  return { charged, taken, options }
}

it.each([new BodyTooLargeError(10), new UndecodableError('broken')])(
  'counts what was read of a body that is refused: %s',
  async (refusal) => {
    const { charged, taken, options } = setUp()
    const reading = chargeRefused(options, async (take) => {
      take(3)
      take(4)
      throw refusal
    })
    await expect(reading).rejects.toBe(refusal)
    expect(taken).toEqual([3, 4])
    expect(charged).toEqual([['a', 'logs', 7]])
  },
)

it('counts nothing of a body that is taken, which counts when it is, nor of one that is to come again', async () => {
  const { charged, options } = setUp()
  const body = Buffer.from('abc')
  expect(await chargeRefused(options, async () => body)).toBe(body)
  const busy = new ReceiverBusyError({ bytesMax: 1 })
  const reading = chargeRefused(options, async (take) => {
    take(1)
    throw busy
  })
  await expect(reading).rejects.toBe(busy)
  expect(charged).toEqual([])
})
