/** How many colours the palette has: `--series-1` … `--series-<n>`. */
const paletteSize = 10

/**
 * Gives every service a colour of the palette. A service keeps its colour from trace to trace where no other service of
 * the trace wants the same one; two services share a colour only when there are more services than colours.
 * @returns a CSS variable per service name.
 */
export function serviceColors(
  serviceNames: readonly string[],
  palette: readonly string[],
): ReadonlyMap<string, string> {
  const size = palette.length || paletteSize
  const taken = new Set<number>()
  const colors = new Map<string, string>()
  for (const name of [...new Set(serviceNames)].sort()) {
    let slot = hash(name) % size
    for (let tries = 0; taken.has(slot) && tries < size; tries += 1) slot = (slot + 1) % size
    taken.add(slot)
    if (taken.size >= size) taken.clear()
    colors.set(name, palette[slot] ?? '')
  }
  return colors
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0
  return value
}
