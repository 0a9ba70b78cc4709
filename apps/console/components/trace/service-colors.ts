import { serviceColor, servicePalette } from '../../lib/service-palette.ts'

/**
 * Gives every service of a trace a colour. A service keeps the colour it has on every other page where no other service
 * of the trace has the same one; two share a colour only when there are more services than colours.
 * @returns a CSS colour per service name.
 */
export function serviceColors(serviceNames: Iterable<string>): ReadonlyMap<string, string> {
  const taken = new Set<number>()
  const colors = new Map<string, string>()
  for (const name of [...new Set(serviceNames)].sort()) {
    let slot = Math.max(servicePalette.indexOf(serviceColor(name)), 0)
    while (taken.has(slot)) slot = (slot + 1) % servicePalette.length
    taken.add(slot)
    if (taken.size === servicePalette.length) taken.clear()
    colors.set(name, servicePalette[slot] ?? serviceColor(name))
  }
  return colors
}
