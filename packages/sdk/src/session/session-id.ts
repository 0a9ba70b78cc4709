const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const ID_CHARS_MAX = 200

/** A new session id: `sess_` and a ULID (26 characters, sorted by time of creation). */
export function createSessionId(now: number = Date.now()): string {
  let time = ''
  for (let rest = now, index = 0; index < 10; index += 1) {
    time = ALPHABET.charAt(rest % 32) + time
    rest = Math.floor(rest / 32)
  }
  let random = ''
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) random += ALPHABET.charAt(byte % 32)
  return `sess_${time}${random}`
}

/** Whether a caller's session or user id can be kept: text of 1 to 200 characters. */
export function isSessionId(id: unknown): id is string {
  return typeof id === 'string' && id.length > 0 && id.length <= ID_CHARS_MAX
}
