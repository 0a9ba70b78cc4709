import xxhash from 'xxhash-wasm'
import type { TypedTexts } from './attribute-columns.ts'

const { h64 } = await xxhash()

/** The part of an identity that is a set of attributes: the order in which they were sent does not count, their types do. */
export function canonicalAttributes({ texts, types }: TypedTexts): (string | number)[] {
  const parts: (string | number)[] = []
  for (const key of [...texts.keys()].sort()) parts.push(key, types.get(key) ?? 0, texts.get(key) ?? '')
  return parts
}

/**
 * xxHash64 of the parts as a JSON array, which no other parts can equal. Rows and queries join on it, so it never changes.
 * With a million series in a project, two share a hash with a probability of about 3 in 10^8.
 */
export function identityHash(parts: readonly unknown[]): bigint {
  return h64(JSON.stringify(parts))
}
