/** The lower of two numbers of `sequence`. */
export function earlier(one: bigint, other: bigint): bigint {
  if (one < other) return one
  return other
}

/** The higher of two numbers of `sequence`. */
export function later(one: bigint, other: bigint): bigint {
  return earlier(one, other) === one ? other : one
}
