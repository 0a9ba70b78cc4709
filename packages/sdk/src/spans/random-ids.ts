const digits = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))

const random32 = () => (Math.random() * 0x1_0000_0000) >>> 0

/** The hex digit of four bits, as its character code. */
const digit = (bits: number, from: number) => digits[(bits >>> from) & 15] as number

/** Sixteen hex digits, not all zero. One call of `fromCharCode` is twice as fast as a buffer's way to hex. */
function generateSpanId(): string {
  const a = random32()
  const b = random32()
  if (a === 0 && b === 0) return generateSpanId()
  return String.fromCharCode(
    digit(a, 28),
    digit(a, 24),
    digit(a, 20),
    digit(a, 16),
    digit(a, 12),
    digit(a, 8),
    digit(a, 4),
    digit(a, 0),
    digit(b, 28),
    digit(b, 24),
    digit(b, 20),
    digit(b, 16),
    digit(b, 12),
    digit(b, 8),
    digit(b, 4),
    digit(b, 0),
  )
}

/** Random ids of traces and spans. */
export const randomIds = { generateSpanId, generateTraceId: (): string => generateSpanId() + generateSpanId() }
