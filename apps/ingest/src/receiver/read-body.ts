import type { Readable } from 'node:stream'
import { HanzoError } from '../errors.ts'
import type { ContentEncoding } from './content-encoding.ts'
import { decompress } from './decompress.ts'
import { BodyCutShortError, BodyTooLargeError } from './receiver-errors.ts'

export interface ReadBodyOptions {
  contentEncoding: ContentEncoding
  bytesMax: number
  /** Called with the bytes that are about to be kept; what it throws ends the reading. */
  take(bytes: number): void
}

/**
 * Reads a request's body and decompresses it. Stops at the limit, whatever would follow; what is left of the request is
 * then read and thrown away, so that its sender hears the answer.
 * @throws {BodyTooLargeError} above `bytesMax`, decompressed or as sent.
 * @throws {BodyCutShortError} when the connection ends before the body.
 * @throws {UndecodableError} for what is not of the announced encoding.
 */
export async function readBody(request: Readable, options: ReadBodyOptions): Promise<Uint8Array> {
  try {
    const sent = await collect(request.iterator({ destroyOnReturn: false }), options)
    return options.contentEncoding === 'identity' ? sent : await decompress(sent, options)
  } finally {
    request.resume()
  }
}

async function collect(
  source: AsyncIterable<Buffer>,
  { bytesMax, take }: Pick<ReadBodyOptions, 'bytesMax' | 'take'>,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of source) {
      bytes += chunk.length
      // Also of a compressed body: a stream of empty gzip members never grows on our side.
      if (bytes > bytesMax) throw new BodyTooLargeError(bytesMax)
      take(chunk.length)
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof HanzoError ? error : new BodyCutShortError(error)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)
}
