import type { OtlpEncoding } from '../decode/decoded.ts'
import { UnsupportedMediaTypeError } from './receiver-errors.ts'

/** The media type of each encoding; an answer has its request's. */
export const mediaTypeOf: Record<OtlpEncoding, string> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
}

const charset = /charset\s*=\s*"?([^";\s]+)/i

/** The encoding that a content type names; `undefined` for any other. */
function encodingOf(contentType: string | undefined): OtlpEncoding | undefined {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType === mediaTypeOf.protobuf) return 'protobuf'
  return mediaType === mediaTypeOf.json ? 'json' : undefined
}

/** @throws {UnsupportedMediaTypeError} for any type or character set but OTLP's. */
export function requestEncodingOf(contentType: string | undefined): OtlpEncoding {
  const encoding = encodingOf(contentType)
  if (encoding === undefined) {
    const sent = contentType ? `content-type ${contentType.slice(0, 128)} is not supported` : 'content-type is missing'
    throw new UnsupportedMediaTypeError(`${sent}; send application/x-protobuf or application/json`)
  }
  const name = charset.exec(contentType ?? '')?.[1]
  if (encoding === 'json' && name !== undefined && !/^(utf-?8|us-ascii)$/i.test(name)) {
    throw new UnsupportedMediaTypeError(`charset ${name.slice(0, 64)} is not supported; send UTF-8`)
  }
  return encoding
}

/** Failures too are told in the request's encoding; in JSON where that is none of ours. */
export function answerEncodingOf(contentType: string | undefined): OtlpEncoding {
  return encodingOf(contentType) ?? 'json'
}
