import { finished, type Readable } from 'node:stream'
import { createGunzip, type Gunzip } from 'node:zlib'
import { UndecodableError } from '../decode/undecodable-error.ts'
import { HanzoError } from '../errors.ts'
import { BodyCutShortError, BodyTooLargeError, UnsupportedMediaTypeError } from './receiver-errors.ts'

type ContentEncoding = 'identity' | 'gzip'

interface ReadBodyOptions {
  contentEncoding: ContentEncoding
  bytesMax: number
  /** Called with the bytes of each chunk before it is kept; what it throws ends the reading. */
  take(bytes: number): void
}

const inflatedChunkBytes = 65_536

/** @throws {UnsupportedMediaTypeError} for an encoding we do not read. */
export function contentEncodingOf(header: string | undefined): ContentEncoding {
  const name = header?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'identity') return 'identity'
  if (name === 'gzip' || name === 'x-gzip') return 'gzip'
  throw new UnsupportedMediaTypeError(
    `content-encoding ${name.slice(0, 64)} is not supported; send gzip or identity (OTEL_EXPORTER_OTLP_COMPRESSION=gzip)`,
  )
}

/**
 * Reads a request's body and decompresses it. Stops at the limit, whatever would follow; what is left of the request is
 * then read and thrown away, so that its sender hears the answer.
 * @throws {BodyTooLargeError} above `bytesMax`, decompressed or as sent.
 * @throws {UndecodableError} for what is not gzip.
 */
export async function readBody(request: Readable, options: ReadBodyOptions): Promise<Uint8Array> {
  const { contentEncoding, bytesMax, take } = options
  const gunzip = contentEncoding === 'gzip' ? decompress(request, bytesMax) : undefined
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of (gunzip ?? request).iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > bytesMax) throw new BodyTooLargeError(bytesMax)
      take(chunk.length)
      chunks.push(chunk)
    }
  } catch (error) {
    throw bodyError(error)
  } finally {
    if (gunzip) request.unpipe(gunzip)
    gunzip?.destroy()
    request.resume()
  }
  return Buffer.concat(chunks, bytes)
}

function decompress(request: Readable, bytesMax: number): Gunzip {
  const gunzip = createGunzip({ chunkSize: inflatedChunkBytes })
  let bytesSent = 0
  // A stream of empty gzip members never grows on our side, so the bytes as sent are bounded too.
  request.on('data', (chunk: Buffer) => {
    bytesSent += chunk.length
    if (bytesSent > bytesMax) gunzip.destroy(new BodyTooLargeError(bytesMax))
  })
  finished(request, (error) => {
    if (error) gunzip.destroy(error)
  })
  return request.pipe(gunzip)
}

function bodyError(error: unknown): unknown {
  if (error instanceof HanzoError) return error
  const code = String((error as NodeJS.ErrnoException).code)
  if (code.startsWith('Z_')) return new UndecodableError('the body is not valid gzip', { cause: error })
  return new BodyCutShortError(error)
}
