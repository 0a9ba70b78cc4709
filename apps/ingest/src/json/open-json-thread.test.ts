import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openJsonThread } from './open-json-thread.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

it('answers a request that comes while the thread before ends for want of work', async () => {
  const thread = openJsonThread({ heapMegabytesMax: 64, logger: { warn: () => undefined } })
  const request = () => Buffer.from('{"resourceSpans":[]}')
  const first = await thread.transcode('traces', 'json', request())
  vi.runAllTimers()
  expect(await thread.transcode('traces', 'json', request())).toEqual(first)
  await thread.close()
})
