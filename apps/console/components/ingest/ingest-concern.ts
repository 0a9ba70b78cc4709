import type { IngestStatus } from '@hanzo/schema/api'
import { formatQuantity } from '@/lib/format-number.ts'

/** The share of the spool from which on somebody should look. */
export const spoolShareHigh = 0.8

/**
 * What is wrong with receiving or writing, in a few words, the worst first; `null` while all is well. Remarks on records
 * that were stored do not count: they can be of any age and number.
 */
export function ingestConcern(status: IngestStatus): string | null {
  const { recent, spool, writerFailure, deadLetters } = status
  if (spool.bytes >= spool.bytesMax) return 'The spool is full: senders are refused'
  if (deadLetters.count > 0) return `${formatQuantity(deadLetters.count, 'dead letter')}`
  if (recent.rejectedRecords > 0) return `${formatQuantity(recent.rejectedRecords, 'record')} rejected`
  if (recent.refusedRequests > 0) return `${formatQuantity(recent.refusedRequests, 'request')} refused`
  if (spool.bytes >= spool.bytesMax * spoolShareHigh) return 'The spool is nearly full'
  if (writerFailure) return 'ClickHouse takes no rows'
  return null
}
