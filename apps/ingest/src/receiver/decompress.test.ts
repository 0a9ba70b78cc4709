import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { Zstd } from '@hpcc-js/wasm-zstd'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ContentEncoding } from './content-encoding.ts'
import { decompress } from './decompress.ts'
import { decompressZstd } from './zstd-decompress.ts'

const mebibyte = 1_048_576

let zstd: Zstd
beforeAll(async () => {
  zstd = await Zstd.load()
})

/** As encoders do that do not know the length beforehand. */
function zstdStream(content: Uint8Array, level = 3): Uint8Array {
  zstd.reset()
  zstd.setCompressionLevel(level)
  const parts: Uint8Array[] = []
  for (let from = 0; from < content.length; from += 100_000) {
    parts.push(zstd.compressChunk(content.subarray(from, from + 100_000)))
  }
  return Buffer.concat([...parts, zstd.compressEnd()])
}

const compressors: [string, ContentEncoding, (content: Uint8Array) => Uint8Array][] = [
  ['gzip', 'gzip', (content) => gzipSync(content)],
  ['deflate', 'deflate', (content) => deflateSync(content)],
  ['deflate without its header', 'deflate', (content) => deflateRawSync(content)],
  ['br', 'br', (content) => brotliCompressSync(content, { params: { 1: 3 } })],
  ['zstd', 'zstd', (content) => zstd.compress(content)],
  ['zstd of unknown length', 'zstd', (content) => zstdStream(content)],
]

function decompressed(contentEncoding: ContentEncoding, sent: Uint8Array, bytesMax = 64 * mebibyte) {
  let bytesTaken = 0
  const take = (bytes: number) => {
    bytesTaken += bytes
  }
  return { content: decompress(sent, { contentEncoding, bytesMax, take }), bytesTaken: () => bytesTaken }
}

/** Text as telemetry has it: repeated, with ids in between. */
function text(bytes: number): Buffer {
  let records = ''
  for (let id = 1; records.length < 600_000; id = (id * 48_271) % 2_147_483_647) {
    records += `{"service":"checkout","id":"${id.toString(16)}"}`
  }
  return Buffer.alloc(bytes, records)
}

describe.each(compressors)('a body in %s', (_name, encoding, compress) => {
  it.each([0, 1, 300, 70_000, 2 * mebibyte, 9 * mebibyte])('of %i bytes comes out as it went in', async (bytes) => {
    const content = text(bytes)
    const { content: found, bytesTaken } = decompressed(encoding, compress(content))
    expect(content.equals(await found)).toBe(true)
    expect(bytesTaken()).toBe(bytes)
  })

  it.each([mebibyte, 9 * mebibyte])(
    'that unfolds to a multiple of the limit of %i bytes is stopped there',
    async (bytesMax) => {
      const bomb = compress(text(3 * bytesMax))
      const { content, bytesTaken } = decompressed(encoding, bomb, bytesMax)
      await expect(content).rejects.toMatchObject({ code: 'BODY_TOO_LARGE', statusCode: 413 })
      expect(bytesTaken()).toBeLessThanOrEqual(bytesMax)
    },
  )

  it('that unfolds a thousand times is stopped there, and counts for what came out', async () => {
    const sent = compress(Buffer.alloc(40 * mebibyte))
    const { content, bytesTaken } = decompressed(encoding, sent)
    const unfoldedMax = Math.max(mebibyte, sent.length * 1_000)
    // What gzip can do is less than that by nature.
    if (unfoldedMax >= 40 * mebibyte) expect(await content).toHaveLength(40 * mebibyte)
    else
      await expect(content).rejects.toMatchObject({ code: 'BODY_UNFOLDS_TOO_FAR', statusCode: 413, retryable: false })
    expect(bytesTaken()).toBeLessThanOrEqual(unfoldedMax)
    expect(bytesTaken()).toBeGreaterThan(mebibyte / 2)
  })

  it('that is small may unfold as far as it likes', async () => {
    expect(await decompressed(encoding, compress(Buffer.alloc(mebibyte))).content).toHaveLength(mebibyte)
  })

  it('of exactly the limit is taken, and one byte more is not', async () => {
    const sent = compress(text(mebibyte))
    expect(await decompressed(encoding, sent, mebibyte).content).toHaveLength(mebibyte)
    await expect(decompressed(encoding, sent, mebibyte - 1).content).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  })

  it('that ends early, or is of another encoding, is told apart from one that is too large', async () => {
    const sent = compress(text(5_000))
    const gzipped = encoding === 'gzip' ? deflateSync('hello') : gzipSync('hello')
    for (const broken of [
      sent.subarray(0, sent.length - 6),
      sent.subarray(0, 12),
      gzipped,
      Buffer.from('hello, world'),
    ]) {
      await expect(decompressed(encoding, broken).content).rejects.toMatchObject({
        code: 'UNDECODABLE',
        statusCode: 400,
      })
    }
  })

  it('that could hardly be compressed comes out as it went in', async () => {
    const content = Buffer.from(
      Array.from({ length: 400_000 }, (_, index) => (Math.imul(index, 0x9e3779b1) >>> 13) & 255),
    )
    expect(content.equals(await decompressed(encoding, compress(content)).content)).toBe(true)
  })

  it('is refused once the memory for bodies is used up', async () => {
    const full = new Error('full')
    const take = () => {
      throw full
    }
    const content = decompress(compress(text(5_000)), { contentEncoding: encoding, bytesMax: mebibyte, take })
    await expect(content).rejects.toMatchObject({ cause: full })
  })
})

describe('zstd on a Node without it', () => {
  const options = { bytesMax: 20 * mebibyte, take: () => undefined }

  it('reads what its encoder wrote, at any level, in several frames and past frames without content', async () => {
    for (const level of [1, 3, 9, 19]) {
      const content = text(1_300_000)
      expect(content.equals(await decompressZstd(zstd.compress(content, level), options))).toBe(true)
      expect(content.equals(await decompressZstd(zstdStream(content, level), options))).toBe(true)
    }
    const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
    const frames = [skippable, zstd.compress(Buffer.from('he')), skippable, zstdStream(Buffer.from('llo')), skippable]
    expect(Buffer.from(await decompressZstd(Buffer.concat(frames), options)).toString()).toBe('hello')
  })

  it('reads any content as its encoder wrote it', async () => {
    const word = fc.constantFrom('a', 'trace', '\0', 'gen_ai.request.model', 'é', '0123456789abcdef')
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }),
      fc.array(fc.tuple(word, fc.integer({ min: 1, max: 3_000 }))).map((runs) => {
        return Buffer.from(runs.map(([text, times]) => text.repeat(times)).join(''))
      }),
    )
    await fc.assert(
      fc.asyncProperty(content, fc.constantFrom(1, 3, 12), fc.boolean(), async (bytes, level, isStream) => {
        const sent = isStream ? zstdStream(bytes, level) : zstd.compress(bytes, level)
        expect(Buffer.from(await decompressZstd(sent, options)).equals(bytes)).toBe(true)
      }),
      { seed: 41, numRuns: 150 },
    )
  })

  it('answers mutated bodies with 400, 413 or some content, and with nothing else', async () => {
    const whole = [zstd.compress(text(4_000)), zstdStream(text(4_000)), zstdStream(text(300_000))]
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole), flips, async (sent, changes) => {
        const mutated = Buffer.from(sent)
        for (const [at, value] of changes) mutated[at % mutated.length] = value
        const outcome = await decompressed('zstd', mutated, 2 * mebibyte).content.catch((error: unknown) => error)
        if (outcome instanceof Uint8Array) expect(outcome.length).toBeLessThanOrEqual(2 * mebibyte)
        else expect(outcome).toMatchObject({ code: expect.stringMatching(/^(UNDECODABLE|BODY_TOO_LARGE)$/) })
      }),
      { seed: 42, numRuns: 400 },
    )
  })

  it('refuses claims before it makes room for them: of content, of a window, of blocks by the hundred thousand', async () => {
    const magic = [0x28, 0xb5, 0x2f, 0xfd]
    const endless = Buffer.from([...magic, 0xe0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0])
    await expect(decompressZstd(endless, options)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
    const farBack = Buffer.from([...magic, 0, 0xf8, 1, 0, 0])
    await expect(decompressZstd(farBack, options)).rejects.toThrow('a window of')
    const crumbs = Buffer.concat([
      Buffer.from([...magic, 0, 13 << 3]),
      Buffer.alloc(4 * 400_000, Buffer.from([8, 0, 0, 65])),
      Buffer.from([1, 0, 0]),
    ])
    await expect(decompressZstd(crumbs, options)).rejects.toThrow('too many small blocks')
    const dictionary = Buffer.from([...magic, 0x21, 7, 0, 1, 0, 0])
    await expect(decompressZstd(dictionary, options)).rejects.toThrow('dictionary')
  })

  it('notices content that is not what was sent by its checksum', async () => {
    // "hello" of the reference encoder, with a checksum.
    const sent = Buffer.from('28b52ffd042829000068656c6c6f1eef0e53', 'hex')
    const content = await decompressZstd(sent, options).catch((error: Error) => error.message)
    expect(content).toMatch(/checksum/)
  })
})

it('unfolds a gzip body whatever length it announces: that of its last member alone', async () => {
  const content = Buffer.from('span '.repeat(400_000))
  const members = Buffer.concat([gzipSync(content), gzipSync(Buffer.alloc(0))])
  const unfolded = await decompress(members, {
    contentEncoding: 'gzip',
    bytesMax: 64 * mebibyte,
    take: () => undefined,
  })
  expect(content.equals(unfolded)).toBe(true)
})
