import { z } from 'zod'
import { InvalidQueryError } from './query-errors.ts'

type CursorPart = string | number | readonly CursorPart[]

/**
 * Cursors are opaque to callers. They hold the bounds of the first page, so that a relative range does not move
 * between pages, and the last row's place in the order.
 */
export function encodeCursor(parts: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** @throws {InvalidQueryError} with code `INVALID_CURSOR` for text that `encodeCursor` did not make for this list. */
export function decodeCursor<T extends z.ZodType>(text: string, schema: T): z.output<T> {
  const parsed = schema.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')))
  if (parsed.success) return parsed.data
  throw new InvalidQueryError('cursor', 'not a cursor of this list: start without one', 'INVALID_CURSOR')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No list takes this for a cursor.
    return undefined
  }
}

export const millisecondsPart = z.number().int().min(0).max(253_402_300_799_999)
export const nanosecondsPart = z.string().refine((text) => /^\d{1,19}$/.test(text) && BigInt(text) < 2n ** 63n)
export const sequencePart = z.string().refine((text) => /^\d{1,20}$/.test(text) && BigInt(text) < 2n ** 64n)
