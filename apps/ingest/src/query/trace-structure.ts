import { setImmediate } from 'node:timers/promises'
import type { TraceOperation, TraceStructure } from '@hanzo/schema/api'
import { z } from 'zod'
import { spanKind } from './span-summary.ts'
import type { SpanColumns } from './trace-columns.ts'

type Columns = Omit<TraceStructure, 'traceId' | 'spanCount' | 'truncated' | 'receipt'>

const statusCode = { ok: 1, error: 2 }
const openState = { running: 1, givenUp: 2 }
const noParent = '0'.repeat(16)

/** The same spans by start time. */
export function orderByStart(columns: SpanColumns): SpanColumns {
  const order = columns.start.map((_, index) => index)
  order.sort((a, b) => (columns.start[a] ?? 0) - (columns.start[b] ?? 0) || a - b)
  const sorted = Object.entries(columns).map(([name, values]) => [name, order.map((index) => values[index])])
  return Object.fromEntries(sorted) as SpanColumns
}

/**
 * Writes spans, which stand by start time, as the columns of an answer.
 * @param extent where the ended spans of the trace lie: offsets are relative to `base`, nanoseconds since the epoch.
 */
export async function structureOf(
  columns: SpanColumns,
  spansMax: number,
  { base, length }: { base: bigint; length: number },
): Promise<Columns> {
  const count = Math.min(columns.spanId.length, spansMax)
  const first = Math.min(columns.start[0] ?? 0, 0)
  const relations = relationsOf(columns, count)
  await setImmediate()
  const times = timesOf(columns, count, first)
  const operations = operationsOf(columns, count)
  await setImmediate()
  return {
    startTimeUnixNano: String(base + BigInt(first)),
    durationNanoseconds: String(Math.max(length, times.end) - first),
    state: columns.openState.includes(openState.running)
      ? 'running'
      : columns.openState.includes(openState.givenUp)
        ? 'no_end'
        : undefined,
    ...relations,
    startSteps: times.startSteps,
    durations: columns.duration.slice(0, count),
    ...operations,
    errors: placesOf(columns.status, count, statusCode.error),
    oks: placesOf(columns.status, count, statusCode.ok),
    running: placesOf(columns.openState, count, openState.running),
    noEnd: placesOf(columns.openState, count, openState.givenUp),
    statusMessages: byText(columns.statusMessage, count),
    httpRoutes: byText(columns.httpRoute, count),
    usage: usageOf(columns, count),
    ...eventsOf(columns, count, first),
    links: linksOf(columns, count),
  }
}

function relationsOf({ spanId, parentSpanId }: SpanColumns, count: number) {
  const placeOf = new Map<string, number>()
  for (let row = 0; row < count; row += 1) placeOf.set(spanId[row] ?? '', row)
  const missingParentIds: string[] = []
  const parents: number[] = []
  for (let row = 0; row < count; row += 1) {
    const id = parentSpanId[row] ?? noParent
    if (id === noParent) {
      parents.push(-1)
      continue
    }
    let place = placeOf.get(id)
    if (place === undefined) {
      place = -2 - missingParentIds.length
      missingParentIds.push(id)
      placeOf.set(id, place)
    }
    parents.push(place)
  }
  return { spanIds: spanId.slice(0, count).join(''), parents, missingParentIds }
}

function timesOf({ start, duration }: SpanColumns, count: number, first: number) {
  const startSteps: number[] = []
  let before = first
  for (let row = 0; row < count; row += 1) {
    const at = start[row] ?? 0
    startSteps.push(at - before)
    before = at
  }
  // The spans that a limit cuts off belong to the extent all the same.
  let end = 0
  for (let row = 0; row < start.length; row += 1) end = Math.max(end, (start[row] ?? 0) + (duration[row] ?? 0))
  return { startSteps, end }
}

const genAiTexts = z.array(z.string())

function operationsOf({ name, serviceName, kind, genAi }: SpanColumns, count: number) {
  // Levels of maps, instead of one by a text made of all: that text would be made for each span.
  const codes = new Map<string, Map<string, Map<string, number[]>>>()
  const operations: TraceOperation[] = []
  const operationOf: number[] = []
  for (let row = 0; row < count; row += 1) {
    const [named, service, told, kindCode] = [name[row] ?? '', serviceName[row] ?? '', genAi[row] ?? '', kind[row] ?? 0]
    const byKind = levelOf(levelOf(levelOf(codes, named, newServices), service, newTold), told, newKinds)
    let code = byKind[kindCode]
    if (code === undefined) {
      code = operations.length
      byKind[kindCode] = code
      operations.push({
        name: named,
        serviceName: service,
        kind: spanKind(kindCode),
        ...(told !== '' && { genAi: readGenAi(told) }),
      })
    }
    operationOf.push(code)
  }
  return { operations, operationOf }
}

const newServices = () => new Map<string, Map<string, number[]>>()
const newTold = () => new Map<string, number[]>()
const newKinds = (): number[] => []

function levelOf<V>(map: Map<string, V>, key: string, make: () => V): V {
  let level = map.get(key)
  if (level === undefined) {
    level = make()
    map.set(key, level)
  }
  return level
}

function readGenAi(text: string): TraceOperation['genAi'] {
  const [kind = '', operationName = '', requestModel = '', responseModel = '', ...rest] = genAiTexts.parse(
    JSON.parse(text),
  )
  const [agentName = '', toolName = '', isInference = '', costSource = ''] = rest
  return {
    kind,
    operationName,
    requestModel,
    responseModel,
    agentName,
    toolName,
    isInference: isInference === 'true',
    costSource,
  }
}

/** Places by a text that not all have. */
function byText(texts: readonly string[], count: number): Columns['statusMessages'] {
  const groups = new Map<string, number[]>()
  for (let row = 0; row < count; row += 1) {
    const text = texts[row] ?? ''
    if (text === '') continue
    const rows = groups.get(text)
    if (rows) rows.push(row)
    else groups.set(text, [row])
  }
  return [...groups].map(([text, rows]) => ({ text, rows }))
}

function placesOf(values: readonly number[], count: number, wanted: number): number[] {
  const places: number[] = []
  for (let row = 0; row < count; row += 1) if (values[row] === wanted) places.push(row)
  return places
}

function usageOf({ inputTokens, outputTokens, cost }: SpanColumns, count: number): Columns['usage'] {
  const usage: Columns['usage'] = { rows: [], inputTokens: [], outputTokens: [], costs: [] }
  for (let row = 0; row < count; row += 1) {
    const input = inputTokens[row] ?? 0
    const output = outputTokens[row] ?? 0
    const price = cost[row] ?? 0
    if (input === 0 && output === 0 && price === 0) continue
    usage.rows.push(row)
    usage.inputTokens.push(input)
    usage.outputTokens.push(output)
    usage.costs.push(price)
  }
  return usage
}

function eventsOf(columns: SpanColumns, count: number, first: number): Pick<Columns, 'events' | 'eventCounts'> {
  const codes = new Map<string, number>()
  const events: Columns['events'] = { rows: [], offsets: [], names: [], nameOf: [] }
  const eventCounts: Columns['eventCounts'] = { rows: [], counts: [] }
  for (let row = 0; row < count; row += 1) {
    const total = columns.eventCount[row] ?? 0
    if (total === 0) continue
    eventCounts.rows.push(row)
    eventCounts.counts.push(total)
    const names = columns.eventNames[row] ?? []
    columns.eventOffsets[row]?.forEach((offset, index) => {
      const name = names[index] ?? ''
      let code = codes.get(name)
      if (code === undefined) {
        code = codes.size
        codes.set(name, code)
      }
      events.rows.push(row)
      events.offsets.push(offset - first)
      events.nameOf.push(code)
    })
  }
  events.names = [...codes.keys()]
  return { events, eventCounts }
}

function linksOf({ linkTraceIds, linkSpanIds }: SpanColumns, count: number): Columns['links'] {
  const links: Columns['links'] = []
  for (let row = 0; row < count; row += 1) {
    linkTraceIds[row]?.forEach((traceId, index) => {
      links.push({ row, traceId, spanId: linkSpanIds[row]?.[index] ?? '' })
    })
  }
  return links
}
