import { type AttributeKeyRow, type AttributeValueRow, indexedValueBytesMax } from '@hanzo/schema/row'

export type CountedSignal = 'spans' | 'logs'
export type CountedType = 'string' | 'int' | 'double' | 'bool' | 'json'

/** Whose attributes are counted. */
export interface CountedSource {
  projectId: string
  retentionDays: number
  signal: CountedSignal
}

export interface AttributeCounterLimits {
  /** Keys in all between two calls of `takeRows`; later ones are not counted. */
  keysMax: number
  /** Values of one key; records with others are counted as such. */
  valuesPerKeyMax: number
  /** Values of all keys. */
  valuesMax: number
}

export const attributeCounterLimits: AttributeCounterLimits = {
  keysMax: 5_000,
  valuesPerKeyMax: 200,
  valuesMax: 50_000,
}

export interface AttributeRows {
  attribute_keys: AttributeKeyRow[]
  attribute_values: AttributeValueRow[]
}

/** Counts keys and values of attributes, within limits. */
export interface AttributeCounter {
  /**
   * @param value what a filter would say; `undefined` for a value that nobody filters by. Longer than 64 bytes counts as other.
   * @param weight how many records this one stands for.
   */
  count(source: CountedSource, key: string, type: CountedType, value: string | undefined, weight?: number): void
  /** What was counted since the last call, as rows. */
  takeRows(nowUnixMs: number): AttributeRows
}

interface KeyCount {
  source: CountedSource
  key: string
  type: CountedType
  recordCount: number
  otherCount: number
  values: Map<string, number>
}

const dayMs = 86_400_000
const bucketSeconds = 900
/** Every byte of UTF-8 is at least a UTF-16 unit, and a unit at most three bytes. */
const surelyShort = Math.floor(indexedValueBytesMax / 3)

function isShort(value: string): boolean {
  if (value.length <= surelyShort) return true
  return value.length <= indexedValueBytesMax && Buffer.byteLength(value) <= indexedValueBytesMax
}

export function createAttributeCounter(limits: AttributeCounterLimits = attributeCounterLimits): AttributeCounter {
  const counts = new Map<string, KeyCount>()
  let valueCount = 0

  function countOf(source: CountedSource, key: string, type: CountedType): KeyCount | undefined {
    // The key comes last: what stands before it holds no space of a sender.
    const id = `${source.signal} ${source.retentionDays} ${type} ${source.projectId} ${key}`
    let count = counts.get(id)
    if (!count && counts.size < limits.keysMax) {
      count = { source, key, type, recordCount: 0, otherCount: 0, values: new Map() }
      counts.set(id, count)
    }
    return count
  }
  function admits(values: ReadonlyMap<string, number>): boolean {
    return values.size < limits.valuesPerKeyMax && valueCount < limits.valuesMax
  }

  return {
    count(source, key, type, value, weight = 1) {
      const count = countOf(source, key, type)
      if (!count) return
      count.recordCount += weight
      const { values } = count
      const known = value === undefined ? undefined : values.get(value)
      if (known === undefined && (value === undefined || !isShort(value) || !admits(values))) {
        count.otherCount += weight
        return
      }
      if (known === undefined) valueCount += 1
      values.set(value as string, (known ?? 0) + weight)
    },
    takeRows(nowUnixMs) {
      const rows: AttributeRows = { attribute_keys: [], attribute_values: [] }
      for (const count of counts.values()) addRows(rows, count, nowUnixMs)
      counts.clear()
      valueCount = 0
      return rows
    },
  }
}

function addRows(rows: AttributeRows, count: KeyCount, nowUnixMs: number): void {
  const nowSeconds = Math.floor(nowUnixMs / 1000)
  const { projectId: project_id, retentionDays: retention_days, signal } = count.source
  const { key, type } = count
  rows.attribute_keys.push({
    ...{ project_id, retention_days, signal, key, type },
    day: Math.floor(nowUnixMs / dayMs),
    record_count: BigInt(count.recordCount),
    other_count: BigInt(count.otherCount),
    last_seen: nowSeconds,
  })
  const bucket = nowSeconds - (nowSeconds % bucketSeconds)
  for (const [value, recordCount] of count.values) {
    rows.attribute_values.push({
      ...{ project_id, retention_days, signal, key, bucket, value },
      record_count: BigInt(recordCount),
    })
  }
}
