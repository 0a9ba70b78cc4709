import type { ServerHttp2Stream } from 'node:http2'
import { HanzoError } from '../errors.ts'
import type { ContentEncoding } from '../receiver/content-encoding.ts'
import { decompress } from '../receiver/decompress.ts'
import { BodyCutShortError, BodyTooLargeError } from '../receiver/receiver-errors.ts'
import { DeadlineExceededError, InvalidCallError, UnimplementedError } from './grpc-errors.ts'

export interface ReadMessageOptions {
  /** Of `grpc-encoding`. */
  encoding: ContentEncoding
  bytesMax: number
  milliseconds: number
  /** Called with the bytes that are about to be kept; what it throws ends the reading. */
  take(bytes: number): void
}

/** What an answer says is understood. */
export const acceptEncoding = 'gzip,deflate,zstd,identity'

const encodings: Readonly<Record<string, ContentEncoding>> = {
  identity: 'identity',
  gzip: 'gzip',
  deflate: 'deflate',
  zstd: 'zstd',
}

/** @throws {UnimplementedError} for a compression we do not read, which is what the protocol calls for. */
export function grpcEncodingOf(header: string | string[] | undefined): ContentEncoding {
  const name = String(header ?? 'identity')
  const encoding = Object.hasOwn(encodings, name) ? encodings[name] : undefined
  if (encoding) return encoding
  throw new UnimplementedError(`grpc-encoding ${name.slice(0, 64)} is not supported; send one of ${acceptEncoding}`)
}

const prefixBytes = 5

/**
 * Reads the one message of a unary call, and decompresses it.
 * @throws {BodyTooLargeError} as soon as more than `bytesMax` is announced, sent or unfolded.
 * @throws {InvalidCallError} for anything but one message.
 * @throws {BodyCutShortError} @throws {UndecodableError} @throws {DeadlineExceededError}
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests
 */
export async function readMessage(stream: ServerHttp2Stream, options: ReadMessageOptions): Promise<Uint8Array> {
  const framed = await inTime((isLate) => collect(stream, options, isLate), options.milliseconds)
  const isCompressed = framed[0] === 1
  const message = framed.subarray(prefixBytes)
  if (!isCompressed) return message
  if (options.encoding === 'identity') throw new InvalidCallError('the message is compressed, but grpc-encoding is not')
  return decompress(message, { ...options, contentEncoding: options.encoding })
}

/** The bytes of the whole call: flag, length, message. */
async function collect(
  stream: ServerHttp2Stream,
  { bytesMax, take }: ReadMessageOptions,
  isLate: () => boolean,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  let framedBytes: number | undefined
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      // Its answer has been given, and the memory for it given back.
      if (isLate()) throw new DeadlineExceededError()
      bytes += chunk.length
      take(chunk.length)
      chunks.push(chunk)
      framedBytes ??= framedBytesOf(chunks, bytes, bytesMax)
      if (bytes > (framedBytes ?? bytes)) throw new InvalidCallError('the call has more than one message')
    }
  } catch (error) {
    throw error instanceof HanzoError ? error : new BodyCutShortError(error)
  }
  if (bytes === 0) throw new InvalidCallError('the call has no message')
  if (bytes !== framedBytes) throw new BodyCutShortError(undefined)
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)
}

/** `undefined` until the whole prefix has arrived. */
function framedBytesOf(chunks: readonly Buffer[], bytes: number, bytesMax: number): number | undefined {
  if (bytes < prefixBytes) return undefined
  const [first] = chunks
  const prefix = first && first.length >= prefixBytes ? first : Buffer.concat(chunks, prefixBytes)
  if (prefix.readUInt8(0) > 1) throw new InvalidCallError('the flag in front of the message is neither 0 nor 1')
  const messageBytes = prefix.readUInt32BE(1)
  if (messageBytes > bytesMax) throw new BodyTooLargeError(bytesMax)
  return prefixBytes + messageBytes
}

async function inTime<T>(read: (isLate: () => boolean) => Promise<T>, milliseconds: number): Promise<T> {
  let isLate = false
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isLate = true
      reject(new DeadlineExceededError())
    }, milliseconds)
  })
  try {
    return await Promise.race([read(() => isLate), late])
  } finally {
    clearTimeout(timer)
  }
}
