import { setImmediate } from 'node:timers/promises'
import { decodeBlock } from '../native/decode-block.ts'

/** A row as it can be shown: maps as objects, 64-bit integers as decimal strings, long texts cut. */
export type PlainRow = Record<string, unknown>

const textLengthMax = 2_000
const elementsMax = 100

/** Counts the rows of each project in a block. Every table of ours begins with the column `project_id`. */
export function countByProject(block: Buffer, counts: Record<string, number> = {}): Record<string, number> {
  const [first] = decodeBlock(block)
  if (first?.name !== 'project_id') return counts
  for (const value of first.values) {
    const projectId = String(value)
    counts[projectId] = (counts[projectId] ?? 0) + 1
  }
  return counts
}

/** Reads the first rows of one project in a block; lets others have their turn after each column. */
export async function readProjectRows(block: Buffer, projectId: string, limit: number): Promise<PlainRow[]> {
  const indexes: number[] = []
  const rows: PlainRow[] = []
  for (const { name, values } of decodeBlock(block)) {
    if (name === 'project_id') {
      for (const [index, value] of values.entries()) {
        if (value === projectId && indexes.length < limit) indexes.push(index)
      }
      rows.push(...indexes.map(() => ({})))
    }
    if (rows.length === 0) return rows
    for (const [at, index] of indexes.entries()) Object.assign(rows[at] ?? {}, { [name]: plainValue(values[index]) })
    await setImmediate()
  }
  return rows
}

function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string' && value.length > textLengthMax) {
    return `${value.slice(0, textLengthMax)}… (${value.length} characters)`
  }
  // Neither is JSON.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (Array.isArray(value)) return value.slice(0, elementsMax).map(plainValue)
  if (value instanceof Map) {
    return Object.fromEntries([...value].slice(0, elementsMax).map(([key, item]) => [String(key), plainValue(item)]))
  }
  return value
}
