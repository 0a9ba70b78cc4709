/** The colours that services are told apart by, as CSS values. */
export const servicePalette: readonly string[] = Array.from({ length: 12 }, (_, index) => `var(--service-${index + 1})`)

/** The colour of a service where its neighbours are not known (lists, facets). The same name has the same colour on every page. */
export function serviceColor(serviceName: string): string {
  let hash = 0x811c9dc5
  for (const character of serviceName) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return servicePalette[(hash >>> 0) % servicePalette.length] ?? 'var(--service-1)'
}
