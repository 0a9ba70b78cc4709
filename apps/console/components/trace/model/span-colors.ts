import type { TraceAttribute, TraceOperation } from '@hanzo/schema/api'
import { servicePalette } from '../../../lib/service-palette.ts'
import { serviceColors } from '../service-colors.ts'
import { type SpanCategory, spanCategory } from '../span-category.ts'
import { idLength, placeOfSpan } from './span-ids.ts'
import type { TraceTree } from './trace-tree.ts'

/** What bars are coloured by. Another value is the key of an attribute. */
export const colorChoices = ['service', 'kind'] as const

export interface ColorGroup {
  label: string
  color: string
  spanCount: number
}

/** A colour for each node, and what the colours mean. */
export interface SpanColors {
  at(index: number): string
  /** The most frequent first. */
  legend: readonly ColorGroup[]
}

export const categoryColors: Readonly<Record<SpanCategory, string>> = {
  agent: 'var(--kind-agent)',
  model: 'var(--kind-model)',
  tool: 'var(--kind-tool)',
  retrieval: 'var(--kind-retrieval)',
  server: 'var(--kind-http)',
  client: 'var(--service-2)',
  messaging: 'var(--kind-messaging)',
  internal: 'var(--kind-internal)',
}

const unknownColor = 'var(--subtle)'

/**
 * Colours by service, by what a span does, or by the values of an attribute: those that have it not are grey.
 * @param attribute its values in this trace, once they are read.
 */
export function spanColors(tree: TraceTree, by: string, attribute?: TraceAttribute): SpanColors {
  if (by === 'kind') {
    return byOperation(
      tree,
      (operation) => spanCategory(operation),
      (label) => categoryColors[label as SpanCategory],
    )
  }
  if (by !== 'service' && attribute) return byAttribute(tree, attribute)
  const colors = serviceColors(tree.structure.operations.map(({ serviceName }) => serviceName))
  return byOperation(
    tree,
    ({ serviceName }) => serviceName,
    (label) => colors.get(label),
  )
}

function byOperation(
  { structure, place }: TraceTree,
  labelOf: (operation: TraceOperation) => string,
  colorOf: (label: string) => string | undefined,
): SpanColors {
  const labels = structure.operations.map(labelOf)
  const colors = labels.map((label) => colorOf(label) ?? unknownColor)
  const counts = new Map<string, number>()
  const perOperation = new Int32Array(labels.length)
  for (const code of structure.operationOf) perOperation[code] = (perOperation[code] ?? 0) + 1
  labels.forEach((label, code) => void counts.set(label, (counts.get(label) ?? 0) + (perOperation[code] ?? 0)))
  return {
    at: (index) => colors[structure.operationOf[place[index] ?? -1] ?? -1] ?? unknownColor,
    legend: legendOf(counts, (label) => colorOf(label) ?? unknownColor),
  }
}

function byAttribute(tree: TraceTree, { spanIds, values, codes }: TraceAttribute): SpanColors {
  const colorAt = (code: number): string => servicePalette[code % servicePalette.length] ?? unknownColor
  const codeOf = new Int32Array(tree.spanCount).fill(-1)
  const counts = new Map<string, number>()
  const places = placesOf(tree, spanIds)
  for (const [at, code] of codes.entries()) {
    const place = places[at] ?? -1
    const label = values[code]
    if (place < 0 || place >= tree.spanCount || label === undefined) continue
    codeOf[place] = code
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return {
    at: (index) => {
      const code = codeOf[tree.place[index] ?? -1] ?? -1
      return code < 0 ? unknownColor : colorAt(code)
    },
    legend: legendOf(counts, (label) => colorAt(values.indexOf(label))),
  }
}

/** The places of many spans. Both stand by start time, so the next is looked for from the last on. */
function placesOf({ structure }: TraceTree, spanIds: string): Int32Array {
  const places = new Int32Array(spanIds.length / idLength)
  let next = 0
  for (let at = 0; at < places.length; at += 1) {
    const id = spanIds.slice(at * idLength, (at + 1) * idLength)
    const near = nearbyPlace(structure.spanIds, id, next)
    places[at] = near >= 0 ? near : placeOfSpan(structure, id)
    next = (places[at] ?? 0) + 1
  }
  return places
}

const nearby = 64

function nearbyPlace(spanIds: string, id: string, from: number): number {
  for (let place = Math.max(from, 0); place < from + nearby; place += 1) {
    if (spanIds.startsWith(id, place * idLength)) return place
  }
  return -1
}

function legendOf(counts: ReadonlyMap<string, number>, colorOf: (label: string) => string): ColorGroup[] {
  return [...counts]
    .map(([label, spanCount]) => ({ label, color: colorOf(label), spanCount }))
    .sort((a, b) => b.spanCount - a.spanCount || (a.label < b.label ? -1 : 1))
}
