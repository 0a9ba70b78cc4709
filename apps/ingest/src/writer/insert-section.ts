import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client'

/** The rows of one table within one segment: what one insert sends. */
export interface TableSection {
  segmentId: string
  table: string
  rows: number
  /** Native blocks, in the order they were spooled. */
  blocks: Buffer[]
}

export type InsertSection = (section: TableSection, signal: AbortSignal) => Promise<void>

/**
 * Together these make a repeated insert exact. The same bytes become the same single block under the same token,
 * and each materialized view drops what it has already seen of it, also when the first attempt ended between table and view.
 */
const settings = {
  async_insert: 0,
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  max_insert_threads: '1',
  min_insert_block_size_rows: '1000000000',
  min_insert_block_size_bytes: '0',
  min_insert_block_size_rows_for_materialized_views: '1000000000',
  min_insert_block_size_bytes_for_materialized_views: '0',
  // A view would otherwise stop at 100 days; too many parts at once come back as an error that passes.
  max_partitions_per_insert_block: '0',
  // A column that the table lacks is an error, never silently left out.
  input_format_skip_unknown_fields: 0,
  wait_end_of_query: 1,
} satisfies ClickHouseSettings

const quote = (identifier: string) => `\`${identifier.replace(/[`\\]/g, '\\$&')}\``

export interface InsertSectionOptions {
  clickhouse: ClickHouseClient
  database: string
  /** After this long an attempt counts as failed. The engine may still store it: the token makes the next attempt harmless. */
  timeoutMs: number
}

/** Makes the function that sends one table's rows of one segment to ClickHouse and resolves when they are stored. */
export function createInsertSection({ clickhouse, database, timeoutMs }: InsertSectionOptions): InsertSection {
  return async (section, signal) => {
    const token = `${section.segmentId}:${section.table}`
    const attempt = new AbortController()
    const abort = () => attempt.abort()
    signal.addEventListener('abort', abort)
    const timer = setTimeout(abort, timeoutMs)
    try {
      const answer = await clickhouse.exec({
        query: `INSERT INTO ${quote(database)}.${quote(section.table)} FORMAT Native`,
        // ClickHouse runs one query of an id at a time: an attempt that was given up, or that a killed process left behind, is over
        // before the next begins, and none takes for a duplicate what another has announced and not stored yet.
        query_id: token,
        values: Readable.from(section.blocks, { objectMode: false }),
        clickhouse_settings: { ...settings, insert_deduplication_token: token },
        abort_signal: attempt.signal,
      })
      const body = await text(answer.stream)
      // An insert answers with nothing; text behind a 200 is an exception that came after the header.
      if (body.trim() !== '') throw new Error(`unexpected answer to an insert: ${body.slice(0, 500)}`)
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
  }
}
