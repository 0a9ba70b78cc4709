import type { LogRow, SpanRow } from '@hanzo/schema/row'
import type { ColumnBatch } from '../columns/column-batch.ts'
import type { AttributeCounter, CountedSignal } from './attribute-counter.ts'

export interface AttributeSamplerOptions {
  counter: Pick<AttributeCounter, 'count'>
  /** Records looked at in a second, of all projects. About 20 µs each. */
  recordsPerSecondMax?: number
  now?: () => number
  /** In [0, 1). */
  random?: () => number
}

/** Feeds the counter with the attributes of spans and log records: all of them up to a rate, a sample above it. */
export interface AttributeSampler {
  /** Looks at rows while their columns are still there. */
  observe(batch: ColumnBatch): void
}

type AttributedRow = Pick<
  SpanRow | LogRow,
  'project_id' | 'retention_days' | `attributes_${'string' | 'unindexed' | 'int' | 'double' | 'bool' | 'json'}`
>

const signals: readonly CountedSignal[] = ['spans', 'logs']

function countAttributes(
  counter: Pick<AttributeCounter, 'count'>,
  signal: CountedSignal,
  row: AttributedRow,
  weight: number,
): void {
  const source = { projectId: row.project_id, retentionDays: row.retention_days, signal }
  for (const [key, value] of row.attributes_string) counter.count(source, key, 'string', value, weight)
  for (const key of row.attributes_unindexed.keys()) counter.count(source, key, 'string', undefined, weight)
  for (const [key, value] of row.attributes_int) counter.count(source, key, 'int', String(value), weight)
  for (const key of row.attributes_double.keys()) counter.count(source, key, 'double', undefined, weight)
  for (const [key, value] of row.attributes_bool) counter.count(source, key, 'bool', String(value), weight)
  for (const key of row.attributes_json.keys()) counter.count(source, key, 'json', undefined, weight)
}

/**
 * A record that is looked at stands for `stride` records. The stride follows the load: twice as long as soon as a second's
 * share is used up, half as long after a second that used less than a quarter of it.
 */
export function createAttributeSampler(options: AttributeSamplerOptions): AttributeSampler {
  const { counter, recordsPerSecondMax = 500, now = () => performance.now(), random = Math.random } = options
  let stride = 1
  let sampled = 0
  let secondEndsAt = 0

  function follow(time: number): void {
    if (time >= secondEndsAt) {
      if (stride > 1 && sampled < recordsPerSecondMax / 4) stride /= 2
      sampled = 0
      secondEndsAt = time + 1000
    }
    if (sampled >= recordsPerSecondMax) {
      stride *= 2
      sampled = recordsPerSecondMax / 2
    }
  }
  /** Of each run of `stride` rows one, anywhere in it: traces repeat themselves at fixed distances. */
  function observeTable(batch: ColumnBatch, signal: CountedSignal): void {
    const columns = batch.find(signal)
    if (!columns) return
    const row = columns.view()
    for (let start = 0; start < columns.rows; ) {
      // The last run may be cut short: it is looked at as often as its share of a whole one.
      row.at = start + Math.floor(random() * stride)
      if (row.at >= columns.rows) break
      countAttributes(counter, signal, row as unknown as AttributedRow, stride)
      start += stride
      sampled += 1
      if (sampled >= recordsPerSecondMax) follow(now())
    }
  }
  return {
    observe(batch) {
      follow(now())
      for (const signal of signals) observeTable(batch, signal)
    },
  }
}
