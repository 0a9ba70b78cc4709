import { sequenceMillisecondShift } from '@hanzo/schema/row'
import type { TableSection } from './insert-section.ts'

/** What a Native block says before the values of the column `sequence`. */
const sequenceHeader = Buffer.from('\x08sequence\x06UInt64', 'latin1')
const samplesMax = 64
/** Times of receipt that no clock of a receiver told. */
const leastUnixMs = 1_500_000_000_000

/** Tables whose rows are not numbered, and which are no description of others: their segment tells when the first came. */
const unnumberedTables: ReadonlySet<string> = new Set([
  'metric_points',
  'metric_histogram_points',
  'metric_exponential_histogram_points',
  'metric_summary_points',
])

/** Rows of one table that became queryable together, and how long that took for them. */
export interface SectionLag {
  lagMs: number
  rows: number
}

/**
 * Measures how long ago the rows of a section were received. Rows tell it themselves: their `sequence` begins with the
 * time of receipt, so that a spool of an earlier run is measured as well. Reads a few rows of each block.
 * Points of metrics are not numbered: all of a segment count from its first record, a fraction of a second too much.
 * @returns `[]` for tables that describe others.
 */
export function sectionLags(section: TableSection, nowMs: number): SectionLag[] {
  const { segmentId, table, rows: rowsInAll, blocks } = section
  const lags: SectionLag[] = []
  if (unnumberedTables.has(table)) {
    // The name of a segment begins with the time it was made at.
    const madeAt = Number.parseInt(segmentId, 10)
    return madeAt > leastUnixMs ? [{ lagMs: nowMs - madeAt, rows: rowsInAll }] : []
  }
  for (const block of blocks) {
    const rows = rowsOf(block)
    const at = block.lastIndexOf(sequenceHeader)
    const start = at + sequenceHeader.length
    if (at === -1 || rows === 0 || start + rows * 8 > block.length) continue
    const samples = Math.min(rows, samplesMax)
    for (let sample = 0; sample < samples; sample++) {
      const row = Math.floor((sample * rows) / samples)
      const receivedMs = Number(block.readBigUInt64LE(start + row * 8) >> sequenceMillisecondShift)
      if (receivedMs > leastUnixMs) lags.push({ lagMs: nowMs - receivedMs, rows: rows / samples })
    }
  }
  return lags
}

/** The number of rows stands second in a block, after the number of columns; both are LEB128. */
function rowsOf(block: Buffer): number {
  let at = 0
  while ((block[at] ?? 0) >= 0x80) at++
  let rows = 0
  for (let factor = 1, more = true; more; factor *= 0x80) {
    const byte = block[++at] ?? 0
    rows += (byte & 0x7f) * factor
    more = byte >= 0x80
  }
  return rows
}
