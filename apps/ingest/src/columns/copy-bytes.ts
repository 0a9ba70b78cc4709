/** Up to this many bytes a loop is cheaper than the call into the runtime. */
const loopBytesMax = 32

/** Copies `source[start, end)` to `target` at `at`, where there must be room. */
export function copyBytes(target: Uint8Array, at: number, source: Uint8Array, start: number, end: number): void {
  if (end - start > loopBytesMax) {
    target.set(source.subarray(start, end), at)
    return
  }
  for (let from = start, to = at; from < end; from++, to++) target[to] = source[from] as number
}
