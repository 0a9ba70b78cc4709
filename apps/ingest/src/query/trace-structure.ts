import { setImmediate } from 'node:timers/promises'
import type { TraceOperation, TraceStructure } from '@hanzo/schema/api'
import { z } from 'zod'
import type { SpanPlaces } from './span-places.ts'
import { spanKind } from './span-summary.ts'
import type { SpanColumns } from './trace-columns.ts'

type Columns = Omit<TraceStructure, 'traceId' | 'spanCount' | 'truncated' | 'receipt'>

const statusCode = { ok: 1, error: 2 }
const openState = { running: 1, givenUp: 2 }

/**
 * Rows by start time, what arrived first before the others; of those with one id the first.
 * @param places learns the row of each id.
 */
export async function orderByStart(columns: SpanColumns, places: SpanPlaces): Promise<Int32Array> {
  const { start, sequence, idLow, idHigh } = columns
  // As an array, whose sort finds the runs that parts of a table are: a typed array would compare ten times as often.
  const order = Array.from(start.keys())
  order.sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0) || compareNumbers(sequence[a] ?? 0n, sequence[b] ?? 0n))
  await setImmediate()
  return Int32Array.from(order.filter((row) => places.add(idLow[row] ?? 0, idHigh[row] ?? 0, row) === row))
}

function compareNumbers(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b)
}

/** Where rows stand in the order, and which row has an id. */
interface RowOrder {
  order: Int32Array
  rowOf: SpanPlaces
}

/**
 * Writes spans as the columns of an answer.
 * @param order the rows by start time: they stand at these places in the answer, which has at most `spansMax`.
 * @param extent where the ended spans of the trace lie: offsets are relative to `base`, nanoseconds since the epoch.
 */
export async function structureOf(
  columns: SpanColumns,
  { order, rowOf }: RowOrder,
  spansMax: number,
  { base, length }: { base: bigint; length: number },
): Promise<Columns> {
  const rows = order.subarray(0, spansMax)
  const first = Math.min(columns.start[order[0] ?? 0] ?? 0, 0)
  const relations = relationsOf(columns, rows, rowOf)
  await setImmediate()
  const times = timesOf(columns, order, rows, first)
  await setImmediate()
  const operations = operationsOf(columns, rows)
  await setImmediate()
  const texts = {
    statusMessages: byText(columns.statusMessage, rows),
    httpRoutes: byText(columns.httpRoute, rows),
  }
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
    durations: times.durations,
    ...operations,
    errors: placesOf(columns.status, rows, statusCode.error),
    oks: placesOf(columns.status, rows, statusCode.ok),
    running: placesOf(columns.openState, rows, openState.running),
    noEnd: placesOf(columns.openState, rows, openState.givenUp),
    ...texts,
    usage: usageOf(columns, rows),
    ...eventsOf(columns, rows, first),
    links: linksOf(columns, rows),
  }
}

/** Neither a place nor the number of a missing parent. */
const unknownPlace = -1

function relationsOf(columns: SpanColumns, rows: Int32Array, rowOf: SpanPlaces) {
  const { parentLow, parentHigh } = columns
  const placeOf = new Int32Array(columns.idLow.length).fill(unknownPlace)
  for (let place = 0; place < rows.length; place += 1) placeOf[rows[place] ?? 0] = place
  const missingParentIds: string[] = []
  const parents: number[] = []
  for (const row of rows) {
    const [low, high] = [parentLow[row] ?? 0, parentHigh[row] ?? 0]
    if (low === 0 && high === 0) {
      parents.push(-1)
      continue
    }
    const next = -2 - missingParentIds.length
    const found = rowOf.add(low, high, next)
    let place = found < 0 ? found : (placeOf[found] ?? unknownPlace)
    // What the limit cut off is as missing as what has not arrived.
    if (place === unknownPlace) {
      place = next
      placeOf[found] = next
    }
    if (place === next) missingParentIds.push(idOf(low, high))
    parents.push(place)
  }
  return { spanIds: idsOf(columns, rows), parents, missingParentIds }
}

/** The text of an id, whose halves ClickHouse read from its bytes as little-endian numbers. */
function idOf(low: number, high: number): string {
  return Buffer.from(Uint32Array.of(low, high).buffer).toString('hex')
}

function idsOf({ idLow, idHigh }: SpanColumns, rows: Int32Array): string {
  const halves = new Uint32Array(2 * rows.length)
  for (let place = 0; place < rows.length; place += 1) {
    halves[2 * place] = idLow[rows[place] ?? 0] ?? 0
    halves[2 * place + 1] = idHigh[rows[place] ?? 0] ?? 0
  }
  return Buffer.from(halves.buffer).toString('hex')
}

function timesOf({ start, duration }: SpanColumns, order: Int32Array, rows: Int32Array, first: number) {
  const startSteps: number[] = []
  const durations: number[] = []
  let before = first
  for (const row of rows) {
    const at = start[row] ?? 0
    startSteps.push(at - before)
    durations.push(duration[row] ?? 0)
    before = at
  }
  // The spans that a limit cuts off belong to the extent all the same.
  let end = 0
  for (const row of order) end = Math.max(end, (start[row] ?? 0) + (duration[row] ?? 0))
  return { startSteps, durations, end }
}

const genAiTexts = z.array(z.string())

function operationsOf({ name, serviceName, kind, genAi }: SpanColumns, rows: Int32Array) {
  // Levels of maps, instead of one by a text made of all: that text would be made for each span.
  const codes = new Map<string, Map<string, Map<string, number[]>>>()
  const operations: TraceOperation[] = []
  const operationOf: number[] = []
  for (const row of rows) {
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
function byText(texts: readonly string[], rows: Int32Array): Columns['statusMessages'] {
  const groups = new Map<string, number[]>()
  for (let place = 0; place < rows.length; place += 1) {
    const text = texts[rows[place] ?? 0] ?? ''
    if (text === '') continue
    const group = groups.get(text)
    if (group) group.push(place)
    else groups.set(text, [place])
  }
  return [...groups].map(([text, places]) => ({ text, rows: places }))
}

function placesOf(values: ArrayLike<number>, rows: Int32Array, wanted: number): number[] {
  const places: number[] = []
  for (let place = 0; place < rows.length; place += 1) if (values[rows[place] ?? 0] === wanted) places.push(place)
  return places
}

function usageOf({ inputTokens, outputTokens, cost }: SpanColumns, rows: Int32Array): Columns['usage'] {
  const usage: Columns['usage'] = { rows: [], inputTokens: [], outputTokens: [], costs: [] }
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place] ?? 0
    const input = inputTokens[row] ?? 0
    const output = outputTokens[row] ?? 0
    const price = cost[row] ?? 0
    if (input === 0 && output === 0 && price === 0) continue
    usage.rows.push(place)
    usage.inputTokens.push(input)
    usage.outputTokens.push(output)
    usage.costs.push(price)
  }
  return usage
}

function eventsOf(columns: SpanColumns, rows: Int32Array, first: number): Pick<Columns, 'events' | 'eventCounts'> {
  const codes = new Map<string, number>()
  const events: Columns['events'] = { rows: [], offsets: [], names: [], nameOf: [] }
  const eventCounts: Columns['eventCounts'] = { rows: [], counts: [] }
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place] ?? 0
    const total = columns.eventCount[row] ?? 0
    if (total === 0) continue
    eventCounts.rows.push(place)
    eventCounts.counts.push(total)
    const names = columns.eventNames[row] ?? []
    columns.eventOffsets[row]?.forEach((offset, index) => {
      const name = names[index] ?? ''
      let code = codes.get(name)
      if (code === undefined) {
        code = codes.size
        codes.set(name, code)
      }
      events.rows.push(place)
      events.offsets.push(offset - first)
      events.nameOf.push(code)
    })
  }
  events.names = [...codes.keys()]
  return { events, eventCounts }
}

function linksOf({ linkTraceIds, linkSpanIds }: SpanColumns, rows: Int32Array): Columns['links'] {
  const links: Columns['links'] = []
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place] ?? 0
    linkTraceIds[row]?.forEach((traceId, index) => {
      links.push({ row: place, traceId, spanId: linkSpanIds[row]?.[index] ?? '' })
    })
  }
  return links
}
