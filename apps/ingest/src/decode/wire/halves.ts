const words = new Int32Array(2)
const double = new Float64Array(words.buffer)

/** A signed 64-bit number of its halves. */
export function int64Of(low: number, high: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low >>> 0)
}

/** An unsigned 64-bit number of its halves. */
export function uint64Of(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
}

/** The low and the high half of a 64-bit number, each as a signed 32-bit integer. */
export function halvesOf(value: bigint): readonly [low: number, high: number] {
  return [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))]
}

/** The double whose bits these are. Doubles are little-endian on every machine that Node runs on. */
export function doubleOf(low: number, high: number): number {
  words[0] = low
  words[1] = high
  return double[0] as number
}

/** A signed 64-bit number in decimal digits. */
export function int64Text(low: number, high: number): string {
  return high === low >> 31 ? String(low) : int64Of(low, high).toString()
}
