import type { TraceStructure } from '@hanzo/schema/api'
import type { TraceTree } from './trace-tree.ts'

/** Where a place stands among those that have something; -1 when it has not. */
export function positionOf(rows: readonly number[], place: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle] ?? 0) < place) low = middle + 1
    else high = middle
  }
  return rows[low] === place ? low : -1
}

export interface NodeUsage {
  input: number
  output: number
  /** US dollars. */
  cost: number
}

/** Tokens and cost of a node; `undefined` where it told none. */
export function usageAt({ structure, place }: TraceTree, index: number): NodeUsage | undefined {
  const { rows, inputTokens, outputTokens, costs } = structure.usage
  const at = positionOf(rows, place[index] ?? -1)
  return at < 0 ? undefined : { input: inputTokens[at] ?? 0, output: outputTokens[at] ?? 0, cost: costs[at] ?? 0 }
}

const messages = new WeakMap<TraceStructure, Int32Array>()

/** Which message each place has, counted from 1. Every span of a trace may have one of its own, and rows ask as they are drawn. */
function messagesOf(structure: TraceStructure): Int32Array {
  const known = messages.get(structure)
  if (known) return known
  const messageOf = new Int32Array(structure.parents.length)
  structure.statusMessages.forEach(({ rows }, number) => {
    for (const place of rows) messageOf[place] = number + 1
  })
  messages.set(structure, messageOf)
  return messageOf
}

/** What a node says of its status, empty where it says nothing. */
export function statusMessageAt({ structure, place }: TraceTree, index: number): string {
  const own = place[index] ?? -1
  return structure.statusMessages[(messagesOf(structure)[own] ?? 0) - 1]?.text ?? ''
}

/** How many events a node recorded, those among them that the structure leaves out. */
export function eventCountAt({ structure, place }: TraceTree, index: number): number {
  const at = positionOf(structure.eventCounts.rows, place[index] ?? -1)
  return at < 0 ? 0 : (structure.eventCounts.counts[at] ?? 0)
}

export interface EventMark {
  name: string
  /** Nanoseconds since the start of the trace. */
  offset: number
}

/** The first events of a node. */
export function eventsAt({ structure, place }: TraceTree, index: number): EventMark[] {
  const { rows, offsets, names, nameOf } = structure.events
  const own = place[index] ?? -1
  const marks: EventMark[] = []
  for (let at = positionOf(rows, own); at >= 0 && rows[at] === own; at += 1) {
    marks.push({ name: names[nameOf[at] ?? 0] ?? '', offset: offsets[at] ?? 0 })
  }
  return marks
}

/** The spans that a node links to. */
export function linksAt({ structure, place }: TraceTree, index: number): TraceStructure['links'] {
  const { links } = structure
  const own = place[index] ?? -1
  let low = 0
  let high = links.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((links[middle]?.row ?? 0) < own) low = middle + 1
    else high = middle
  }
  let end = low
  while (links[end]?.row === own) end += 1
  return links.slice(low, end)
}
