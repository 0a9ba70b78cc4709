import type { Transform } from 'node:stream'
import zlib from 'node:zlib'
import { UndecodableError } from '../decode/undecodable-error.ts'
import { HanzoError } from '../errors.ts'
import { ownedAlone } from '../thread/own-bytes.ts'
import type { ContentEncoding } from './content-encoding.ts'
import { BodyTooLargeError, BodyUnfoldsTooFarError } from './receiver-errors.ts'
import { decompressZstd } from './zstd-decompress.ts'
import { checkZstdFrames, zstdWindowLogMax } from './zstd-frames.ts'

type Compression = Exclude<ContentEncoding, 'identity'>

interface DecompressOptions {
  contentEncoding: ContentEncoding
  bytesMax: number
  take(bytes: number): void
}

interface Engine {
  /** Throws `ERR_BUFFER_TOO_LARGE` as soon as the output passes the maximum. */
  atOnce(bytes: Uint8Array, options: { maxOutputLength: number; chunkSize: number }): Buffer
  create(options: { chunkSize: number }): Transform
}

/** Zstandard came to Node's zlib with 22.15. */
interface ZlibWithZstd {
  zstdDecompressSync?(bytes: Uint8Array, options: object): Buffer
  createZstdDecompress?(options: object): Transform
  constants: { ZSTD_d_windowLogMax?: number }
}

/** Up to here a body as sent is decompressed at once: for so few bytes the way to another thread costs more than the work. */
const sentAtOnceMax = 262_144
/** What that may unfold to, which keeps the event loop for some 10 ms at most. */
const unfoldedAtOnceMax = 8_388_608
/** Telemetry that repeats itself unfolds a few hundred times. What goes further, and is not small, is made to. */
const timesMax = 1_000
const unfoldedFreely = 1_048_576
const chunkBytesAtOnce = 262_144
/** A body that announces less than it holds must not come in crumbs. */
const chunkBytesLeast = 16_384
const chunkBytes = 65_536

/**
 * Decompresses a body as sent.
 * @throws {BodyTooLargeError} as soon as the output passes `bytesMax`; no more than that is ever held.
 * @throws {BodyUnfoldsTooFarError} as soon as it passes 1 MiB and a thousand times what was sent.
 * @throws {UndecodableError} for bytes that are not of the encoding, or end too early.
 */
export async function decompress(sent: Uint8Array, given: DecompressOptions): Promise<Uint8Array> {
  const { contentEncoding, bytesMax } = given
  const take = boundUnfolding(sent.length, given.take)
  const options = { ...given, take }
  if (contentEncoding === 'identity' || sent.length === 0) return sent
  try {
    const engine = engineOf(contentEncoding, sent, bytesMax)
    if (!engine) return await decompressZstd(sent, { bytesMax, take })
    if (contentEncoding === 'zstd') checkZstdFrames(sent)
    const announced = announcedBytes(contentEncoding, sent)
    const isSmall = sent.length <= sentAtOnceMax && Math.min(announced ?? 0, bytesMax) <= unfoldedAtOnceMax
    return (isSmall && unfoldAtOnce(engine, sent, options, announced)) || (await unfold(engine, sent, options))
  } catch (error) {
    if (error instanceof HanzoError) throw error
    throw new UndecodableError(`the body is not valid ${contentEncoding}`, { cause: error })
  }
}

/** `undefined` for Zstandard on a Node that lacks it. */
function engineOf(encoding: Compression, sent: Uint8Array, bytesMax: number): Engine | undefined {
  if (encoding === 'gzip') return { atOnce: zlib.gunzipSync, create: zlib.createGunzip }
  if (encoding === 'br') return { atOnce: zlib.brotliDecompressSync, create: zlib.createBrotliDecompress }
  if (encoding === 'zstd') return zstdEngine(bytesMax)
  // RFC 9110 means zlib's format by "deflate", and some clients send the bare stream.
  if (isZlib(sent)) return { atOnce: zlib.inflateSync, create: zlib.createInflate }
  return { atOnce: zlib.inflateRawSync, create: zlib.createInflateRaw }
}

/** RFC 1950: compression method 8, and a header that is a multiple of 31. */
function isZlib(bytes: Uint8Array): boolean {
  const [method = 0, flags = 0] = bytes
  return (method & 0x0f) === 8 && ((method << 8) | flags) % 31 === 0
}

/**
 * What gzip says of its length, modulo 4 GiB, at its end (RFC 1952). It may lie, and speaks of the last member alone: good for nothing
 * but a guess. What it announces too small is begun at once and again in pieces.
 */
function announcedBytes(encoding: Compression, sent: Uint8Array): number | undefined {
  if (encoding !== 'gzip' || sent.length < 18) return undefined
  return new DataView(sent.buffer, sent.byteOffset, sent.byteLength).getUint32(sent.length - 4, true)
}

function zstdEngine(bytesMax: number): Engine | undefined {
  const { zstdDecompressSync, createZstdDecompress, constants } = zlib as unknown as ZlibWithZstd
  if (!zstdDecompressSync || !createZstdDecompress || constants.ZSTD_d_windowLogMax === undefined) return undefined
  const params = { [constants.ZSTD_d_windowLogMax]: zstdWindowLogMax(bytesMax) }
  return {
    atOnce: (bytes, options) => zstdDecompressSync(bytes, { ...options, params }),
    create: (options) => createZstdDecompress({ ...options, params }),
  }
}

function unfoldedMax(sentBytes: number): number {
  return Math.max(unfoldedFreely, sentBytes * timesMax)
}

/** `take`, which is told of every piece that comes out, with an end. */
function boundUnfolding(sentBytes: number, take: (bytes: number) => void): (bytes: number) => void {
  let unfolded = 0
  return (bytes) => {
    unfolded += bytes
    if (unfolded > unfoldedMax(sentBytes)) throw new BodyUnfoldsTooFarError({ sentBytes, timesMax })
    take(bytes)
  }
}

/** @param announced the length by the sender's word: that much memory is taken, where it can be true, and one byte to see the end. */
function unfoldAtOnce(
  engine: Engine,
  sent: Uint8Array,
  { bytesMax, take }: DecompressOptions,
  announced = chunkBytesAtOnce,
): Buffer | undefined {
  const maxOutputLength = Math.min(bytesMax, unfoldedAtOnceMax, unfoldedMax(sent.length))
  const chunkSize = Math.min(Math.max(announced + 1, chunkBytesLeast), maxOutputLength + 64)
  try {
    const body = engine.atOnce(sent, { maxOutputLength, chunkSize })
    take(body.length)
    return ownedAlone(body)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error
    if (maxOutputLength === bytesMax) throw new BodyTooLargeError(bytesMax, { cause: error })
    if (maxOutputLength === unfoldedMax(sent.length)) {
      // What came out is not kept, but was work.
      take(maxOutputLength)
      take(1)
    }
    return undefined
  }
}

function unfold(engine: Engine, sent: Uint8Array, { bytesMax, take }: DecompressOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const stream = engine.create({ chunkSize: chunkBytes })
    const chunks: Buffer[] = []
    let bytes = 0
    stream.on('data', (chunk: Buffer) => {
      try {
        bytes += chunk.length
        if (bytes > bytesMax) throw new BodyTooLargeError(bytesMax)
        take(chunk.length)
        chunks.push(chunk)
      } catch (error) {
        stream.destroy(error as Error)
      }
    })
    stream.on('error', reject)
    stream.on('end', () => resolve(Buffer.concat(chunks, bytes)))
    stream.end(sent)
  })
}
