import { describe, expect, it } from 'vitest'
import { createExportBuffer, type ExportBufferOptions } from './export-buffer.ts'
import { concat, type EncodedRecords } from './split-protobuf.ts'

const overhead = 512
const merge = (_: string, first: Uint8Array, second: Uint8Array) => concat([first, second])

function create(options: Partial<ExportBufferOptions> = {}) {
  const dropped: string[] = []
  const buffer = createExportBuffer({
    codecs: { traces: { merge }, logs: { merge }, metrics: { merge } },
    maxBytes: 10 * (1000 + overhead),
    maxBatchBytes: 4000,
    maxBatchRecords: 10,
    gzip: async (bytes) => bytes.subarray(0, Math.ceil(bytes.length / 10)),
    compressed: new Set(),
    onDropped: ({ signal, records }, reason) => dropped.push(`${signal} ${records} ${reason}`),
    ...options,
  })
  return { buffer, dropped }
}

const encoded = (bytes: number, records = 10): EncodedRecords => ({ bytes: new Uint8Array(bytes), records })

describe('the buffer', () => {
  it('never holds more than its bytes, and drops the oldest of all signals first', () => {
    const { buffer, dropped } = create()
    buffer.add('metrics', encoded(1000, 7))
    for (let index = 0; index < 30; index += 1) {
      buffer.add(index % 2 ? 'traces' : 'logs', encoded(1000))
      expect(buffer.bytes).toBeLessThanOrEqual(10 * (1000 + overhead))
    }
    expect(dropped[0]).toBe('metrics 7 buffer_full')
    expect(dropped).toHaveLength(21)
    expect(buffer.oldest('logs')).toBe(22)
    expect(buffer.oldest('traces')).toBe(23)
  })

  it('drops no batch that is being sent, but the next oldest', async () => {
    const { buffer, dropped } = create()
    buffer.add('traces', encoded(1000, 9))
    buffer.add('logs', encoded(1000, 10))
    const sending = await buffer.take('traces')
    for (let index = 0; index < 10; index += 1) buffer.add('metrics', encoded(1000))
    expect(dropped).toEqual(['logs 10 buffer_full', 'metrics 10 buffer_full'])
    expect(await buffer.take('traces')).toBe(sending)
    if (sending) buffer.release(sending)
    buffer.add('metrics', encoded(1000))
    expect(dropped.at(-1)).toBe('traces 9 buffer_full')
  })

  it('refuses what could never fit, and drops nothing for it', () => {
    const { buffer, dropped } = create()
    buffer.add('traces', encoded(1000))
    buffer.add('traces', encoded(20_000, 1))
    expect(dropped).toEqual(['traces 1 too_large'])
    expect(buffer.oldest('traces')).toBe(1)
  })

  it('counts what many small batches cost beside their bytes', () => {
    const { buffer } = create({ maxBatchRecords: 1 })
    for (let index = 0; index < 1000; index += 1) buffer.add('traces', encoded(1, 1))
    expect(buffer.clear().length).toBeLessThanOrEqual((10 * (1000 + overhead)) / overhead)
  })

  it('lets small batches grow together, up to a full one', async () => {
    const { buffer } = create()
    for (let index = 0; index < 25; index += 1) buffer.add('traces', encoded(10, 1))
    const sizes: number[] = []
    for (let batch = await buffer.take('traces'); batch; batch = await buffer.take('traces')) {
      sizes.push(batch.records)
      expect(batch.bytes.byteLength).toBe(batch.records * 10)
      buffer.remove(batch)
    }
    expect(sizes).toEqual([10, 10, 5])
    expect(buffer.bytes).toBe(0)
  })

  it('adds nothing to a batch that is being sent', async () => {
    const { buffer } = create()
    buffer.add('traces', encoded(10, 1))
    const sending = await buffer.take('traces')
    buffer.add('traces', encoded(10, 1))
    expect(sending?.records).toBe(1)
    expect(buffer.newest).toBe(2)
  })

  it('puts the parts of a divided batch in its place, before what came later', async () => {
    const { buffer } = create()
    buffer.add('traces', encoded(100, 10))
    buffer.add('traces', encoded(100, 10))
    const whole = await buffer.take('traces')
    if (whole) buffer.replace(whole, [encoded(50, 4), encoded(60, 6)])
    expect(buffer.clear().map(({ records, sequence }) => [records, sequence])).toEqual([
      [4, 1],
      [6, 1],
      [10, 2],
    ])
    expect(buffer.bytes).toBe(0)
  })
})

describe('compression', () => {
  it('shrinks full batches while they wait, one at a time, oldest first', async () => {
    let running = 0
    let most = 0
    const gzip = async (bytes: Uint8Array) => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      return bytes.subarray(0, 100)
    }
    const { buffer } = create({ gzip, compressed: new Set(['traces']) })
    for (let index = 0; index < 5; index += 1) buffer.add('traces', encoded(1000))
    buffer.add('logs', encoded(1000))
    const batch = await buffer.take('traces')
    expect(batch).toMatchObject({ isGzip: true, plainBytes: 1000, sequence: 1 })
    expect(batch?.bytes.byteLength).toBe(100)
    while ((await buffer.take('traces')) && buffer.bytes > 5 * (100 + overhead) + 1000 + overhead) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(most).toBe(1)
    expect((await buffer.take('logs'))?.isGzip).toBe(false)
  })

  it('holds what it compressed together, in no buffer that the compressor handed out', async () => {
    const handedOut = new Set<unknown>()
    const gzip = async (bytes: Uint8Array) => {
      const large = new Uint8Array(bytes.length)
      handedOut.add(large.buffer)
      return large.subarray(0, 100)
    }
    const { buffer } = create({ gzip, compressed: new Set(['traces']), maxBytes: 100 * (1000 + overhead) })
    for (let index = 0; index < 50; index += 1) buffer.add('traces', encoded(1000))
    const buffers = new Set<unknown>()
    for (let batch = await buffer.take('traces'); batch; batch = await buffer.take('traces')) {
      buffers.add(batch.bytes.buffer)
      buffer.remove(batch)
    }
    expect(handedOut.size).toBe(50)
    expect(buffers.size).toBe(1)
    expect(handedOut.has([...buffers][0])).toBe(false)
  })

  it('that fails leaves the batch as it was, to be sent so', async () => {
    const { buffer } = create({ gzip: () => Promise.reject(new Error('no')), compressed: new Set(['traces']) })
    buffer.add('traces', encoded(1000))
    expect(await buffer.take('traces')).toMatchObject({ isGzip: false, records: 10 })
  })

  it('of a batch that was dropped meanwhile changes nothing', async () => {
    let finish: (bytes: Uint8Array) => void = () => undefined
    const gzip = () =>
      new Promise<Uint8Array>((resolve) => {
        finish = resolve
      })
    const { buffer } = create({ gzip, compressed: new Set(['traces']) })
    buffer.add('traces', encoded(1000))
    const taking = buffer.take('traces')
    buffer.clear()
    expect(await taking).toBeUndefined()
    finish(new Uint8Array(10))
    await new Promise((resolve) => setImmediate(resolve))
    expect(buffer.bytes).toBe(0)
  })
})
