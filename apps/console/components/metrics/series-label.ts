import { serviceColor, servicePalette } from '../../lib/service-palette.ts'

/** What a line is called: the values it was grouped by, with their keys where there are several. */
export function seriesLabel(labels: Record<string, string>, measure: string): string {
  const entries = Object.entries(labels)
  if (entries.length === 0) return `${measure} of all series`
  const [only] = entries
  if (entries.length === 1 && only) return only[1] || `(no ${only[0]})`
  return entries.map(([key, value]) => `${key}=${value || '–'}`).join('  ')
}

/** Lines by service have the colours of the services; others take the palette in turn. */
export function seriesColor(labels: Record<string, string>, index: number): string {
  const service = labels['service.name']
  if (service !== undefined && Object.keys(labels).length === 1) return serviceColor(service)
  return servicePalette[index % servicePalette.length] ?? 'var(--service-1)'
}

/** A key that tells a line from the others, whatever the order of its labels. */
export function seriesKey(labels: Record<string, string>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
}
