import { z } from 'zod'

/** A message that may be absent: the empty message then. */
export function messageSchema<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => value ?? {}, z.object(shape))
}

/** A repeated field of one record; absent is the empty list. */
export function listSchema<Item extends z.ZodType>(item: Item, itemsMax: number) {
  return z.preprocess((value) => value ?? [], z.array(item).max(itemsMax, `must have at most ${itemsMax} elements`))
}

/** A repeated message of the envelope. Its number is bounded by the request's size. */
export function envelopeListSchema<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((value) => value ?? [], z.array(messageSchema(shape)))
}

/** Records that are validated one by one, each with the schema of its kind. */
export const recordsSchema = z.preprocess((value) => value ?? [], z.array(z.unknown()))

/** A resource or scope: validated apart, with its own schema, so that a broken one costs its own records only. */
export const deferredSchema = z.unknown().optional()
