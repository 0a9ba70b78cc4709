/** One message of PostgreSQL's frontend protocol; the first one of a connection has no type. */
export interface FrontendMessage {
  type: string
  body: Buffer
  /** The message as it came. */
  bytes: Buffer
}

/** First message of a connection. */
export type StartupMessage =
  | { kind: 'encryption-request' }
  | { kind: 'cancel' }
  | { kind: 'startup'; minorVersion: number }
  | { kind: 'unknown' }

const ENCRYPTION_REQUESTS = [80_877_103, 80_877_104]
const CANCEL_REQUEST = 80_877_102
const MESSAGE_BYTES_MAX = 64 * 1024 * 1024

/** A message is longer than we take, or its length makes no sense. */
export class ProtocolViolationError extends Error {}

/** Cuts a byte stream into messages. */
export class MessageReader {
  #chunks: Buffer[] = []
  #length = 0
  /** Bytes the next message needs; pieces are not joined before they are there. */
  #needed = 0

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
  }

  /** @returns the first message, once it is complete. */
  readStartup(): StartupMessage | undefined {
    const body = this.#read(0)?.body
    if (body === undefined) return undefined
    const code = body.length >= 4 ? body.readInt32BE(0) : 0
    if (ENCRYPTION_REQUESTS.includes(code)) return { kind: 'encryption-request' }
    if (code === CANCEL_REQUEST) return { kind: 'cancel' }
    return code >> 16 === 3 ? { kind: 'startup', minorVersion: code & 0xffff } : { kind: 'unknown' }
  }

  /** @returns the next message, once it is complete. */
  read(): FrontendMessage | undefined {
    return this.#read(1)
  }

  #read(lengthAt: 0 | 1): FrontendMessage | undefined {
    if (this.#length < Math.max(lengthAt + 4, this.#needed)) return undefined
    const joined = this.#joined()
    const length = joined.readInt32BE(lengthAt)
    if (length < 4 || length > MESSAGE_BYTES_MAX) throw new ProtocolViolationError(`message of ${length} bytes`)
    const total = lengthAt + length
    this.#needed = total
    if (this.#length < total) return undefined
    this.#needed = 0
    const rest = joined.subarray(total)
    this.#chunks = rest.length > 0 ? [rest] : []
    this.#length = rest.length
    const bytes = joined.subarray(0, total)
    return { type: lengthAt === 1 ? String.fromCharCode(bytes[0] ?? 0) : '', body: bytes.subarray(lengthAt + 4), bytes }
  }

  /** What came so far, in one piece. */
  #joined(): Buffer {
    const first = this.#chunks[0]
    if (this.#chunks.length === 1 && first !== undefined) return first
    const joined = Buffer.concat(this.#chunks)
    this.#chunks = [joined]
    return joined
  }
}

/** Builds a message of either side. */
export function message(type: string, ...parts: (Buffer | string | number)[]): Buffer {
  const body = Buffer.concat(parts.map(toBytes))
  const head = Buffer.alloc(type.length + 4)
  head.write(type, 'latin1')
  head.writeInt32BE(body.length + 4, type.length)
  return Buffer.concat([head, body])
}

/** @param code SQLSTATE. */
export function errorResponse(severity: 'ERROR' | 'FATAL', code: string, text: string): Buffer {
  return message('E', `S${severity}`, `V${severity}`, `C${code}`, `M${text}`, '')
}

export const READY_IDLE = message('Z', Buffer.from('I'))

// Numbers are 32-bit integers, strings end with a zero byte.
function toBytes(part: Buffer | string | number): Buffer {
  if (typeof part === 'string') return Buffer.from(`${part}\0`)
  if (typeof part !== 'number') return part
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(part)
  return bytes
}
