import { UnsupportedMediaTypeError } from './receiver-errors.ts'

/** How the bytes of a body are compressed. */
export type ContentEncoding = 'identity' | 'gzip' | 'deflate' | 'br' | 'zstd'

/** The names that clients send, and which encoding each of them is. */
const encodings: Readonly<Record<string, ContentEncoding>> = {
  '': 'identity',
  identity: 'identity',
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  // The Collector's own name for the same bytes.
  zlib: 'deflate',
  br: 'br',
  zstd: 'zstd',
}

/** What an answer says is understood. */
export const acceptEncoding = 'gzip, deflate, br, zstd, identity'

/** @throws {UnsupportedMediaTypeError} for an encoding we do not read, or several on top of each other. */
export function contentEncodingOf(header: string | undefined): ContentEncoding {
  const name = header?.trim().toLowerCase() ?? ''
  const encoding = Object.hasOwn(encodings, name) ? encodings[name] : undefined
  if (encoding) return encoding
  throw new UnsupportedMediaTypeError(
    `content-encoding ${name.slice(0, 64)} is not supported; send one of ${acceptEncoding} (OTEL_EXPORTER_OTLP_COMPRESSION=gzip)`,
  )
}
