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
    const sent = await collect(request, options)
    return options.contentEncoding === 'identity' ? sent : await decompress(sent, options)
  } finally {
    request.resume()
  }
}

/** By events: the iterator of a stream costs more than all of a small body. */
function collect(source: Readable, { bytesMax, take }: Pick<ReadBodyOptions, 'bytesMax' | 'take'>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  return new Promise((resolve, reject) => {
    function stop(): void {
      source.off('data', keep).off('end', end).off('error', fail).off('close', fail)
      source.pause()
    }
    function fail(error?: unknown): void {
      stop()
      reject(error instanceof HanzoError ? error : new BodyCutShortError(error))
    }
    function end(): void {
      stop()
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes))
    }
    function keep(chunk: Buffer): void {
      bytes += chunk.length
      try {
        // Also of a compressed body: a stream of empty gzip members never grows on our side.
        if (bytes > bytesMax) throw new BodyTooLargeError(bytesMax)
        take(chunk.length)
        chunks.push(chunk)
      } catch (error) {
        fail(error)
      }
    }
    source.on('data', keep).on('end', end).on('error', fail).on('close', fail)
    // It may have ended while the key was checked: then none of these comes any more.
    if (source.readableEnded) end()
    else if (source.destroyed) fail(source.errored)
  })
}
