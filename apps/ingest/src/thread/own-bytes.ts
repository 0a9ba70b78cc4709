/** Memory that only one view is left of, though that does not fill it. */
const owned = new WeakSet<ArrayBufferLike>()

/** Says of bytes that were just made that nothing else is in their memory. */
export function ownedAlone<T extends Uint8Array>(bytes: T): T {
  // Small ones share memory that Node hands out in pieces.
  if (bytes.buffer.byteLength > Buffer.poolSize) owned.add(bytes.buffer)
  return bytes
}

/** Bytes that have their memory to themselves, so that it can be handed to another thread: the same ones, or a copy. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const isAlone = bytes.byteLength > 0 && (bytes.byteLength === bytes.buffer.byteLength || owned.has(bytes.buffer))
  return isAlone && bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : Uint8Array.from(bytes)
}
