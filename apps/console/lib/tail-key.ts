import type { LogSummary, MetricPoint, SpanSummary } from '@hanzo/schema/api'

/** A row of any tail. */
export type TailRow =
  | Pick<LogSummary, 'logId'>
  | Pick<SpanSummary, 'traceId' | 'spanId' | 'state'>
  | Pick<MetricPoint, 'seriesId' | 'timeUnixMilliseconds'>

/** The same for two rows that tell the same. A span that runs and one that has ended do not. */
function keyOf(row: TailRow): string {
  if ('logId' in row) return row.logId
  if ('spanId' in row) return `${row.traceId} ${row.spanId} ${row.state ?? ''}`
  return `${row.seriesId} ${row.timeUnixMilliseconds}`
}

/**
 * Makes a function that leaves out rows that came before: a tail that goes on after a break may send points of metrics again.
 * @param keysMost how many rows are remembered; the oldest are forgotten.
 */
export function createKnownRows(keysMost: number): <Row extends TailRow>(rows: readonly Row[]) => Row[] {
  const known = new Set<string>()
  return (rows) => {
    const fresh = rows.filter((row) => {
      const key = keyOf(row)
      if (known.has(key)) return false
      known.add(key)
      return true
    })
    for (const key of known) {
      if (known.size <= keysMost) break
      known.delete(key)
    }
    return fresh
  }
}
