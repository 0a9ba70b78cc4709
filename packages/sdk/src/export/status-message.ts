const maxCharacters = 200
const messageField = (2 << 3) | 2
const codeField = 1 << 3

/** The message of a google.rpc.Status in either encoding, or the beginning of a text; undefined for anything else. */
export function statusMessage(body: Uint8Array, contentType: string | null): string | undefined {
  const message = readMessage(body, contentType ?? '')
    ?.replaceAll(/\s+/g, ' ')
    .trim()
  return message ? message.slice(0, maxCharacters) : undefined
}

function readMessage(body: Uint8Array, contentType: string): string | undefined {
  const text = () => new TextDecoder().decode(body.subarray(0, maxCharacters * 8))
  if (/protobuf/i.test(contentType)) return protobufMessage(body)
  if (/^text\/plain/i.test(contentType)) return text()
  if (!/json/i.test(contentType)) return undefined
  try {
    const { message } = JSON.parse(text()) as { message?: unknown }
    return typeof message === 'string' ? message : undefined
  } catch {
    // Longer than what is looked at, or no JSON after all: the status alone must do.
    return undefined
  }
}

/** Status has two fields that matter: code (a varint) and message. */
function protobufMessage(body: Uint8Array): string | undefined {
  let at = 0
  if (body[at] === codeField) {
    at += 1
    while ((body[at] ?? 0) >= 0x80) at += 1
    at += 1
  }
  if (body[at] !== messageField) return undefined
  let length = 0
  let factor = 1
  do {
    at += 1
    length += ((body[at] ?? 0) & 0x7f) * factor
    factor *= 128
  } while ((body[at] ?? 0) >= 0x80)
  return new TextDecoder().decode(body.subarray(at + 1, at + 1 + length))
}
