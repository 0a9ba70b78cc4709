import { setMaxListeners } from 'node:events'
import type { Logger } from '../logger.ts'
import type { SealedSegment } from '../spool/segment-file.ts'
import type { SegmentQueue } from '../spool/segment-queue.ts'
import { backOff } from './backoff.ts'
import { classifyInsertFailure, type InsertFailure } from './clickhouse-failure.ts'
import type { InsertSection, TableSection } from './insert-section.ts'
import { createInsertSlots } from './insert-slots.ts'
import { readSegment } from './read-segment.ts'
import { createSegmentMemory } from './segment-memory.ts'

/** A table's rows that ClickHouse will not take. */
export interface Refusal {
  section: TableSection
  failure: InsertFailure
  attempts: number
}

export interface WriterFailure {
  table: string
  code: string
  message: string
  attempts: number
  sinceUnixMs: number
}

export interface WriterOptions {
  queue: SegmentQueue
  insert: InsertSection
  insertsMax: number
  /** Keeps refused rows elsewhere. Resolves when they are durable. */
  refuse(segment: SealedSegment, refusals: Refusal[]): Promise<void>
  /** Told of each table of a segment when ClickHouse answers questions with its rows. */
  onStored?(section: TableSection): void
  logger: Logger
}

export interface Writer {
  state(): { rowsWritten: number; writerFailure: WriterFailure | null }
  /** Resolves when no segment waits. */
  idle(): Promise<void>
  /** Goes on for at most `drainTimeoutMs`, then gives up what is left until the next start. */
  close(drainTimeoutMs: number): Promise<void>
}

/** Attempts at a failure of unknown kind before the rows are put aside: about 20 seconds. */
const unknownAttemptsMax = 10

/** Memory of segments that is kept for the next: four of the usual size. */
const segmentBytesKeptMax = 32 * 1024 * 1024

interface Stored {
  attempts: number
}

type Outcome = Stored | 'stopped' | Refusal

const isFirstAttempt = (outcome: Outcome) =>
  typeof outcome === 'object' && !isRefusal(outcome) && outcome.attempts === 1

const isRefusal = (outcome: Outcome): outcome is Refusal => typeof outcome === 'object' && 'failure' in outcome

/** Inserts one table's rows until ClickHouse takes or refuses them, or `signal` stops it. */
function createTableWriter({ insert, insertsMax, onStored, logger }: WriterOptions, signal: AbortSignal) {
  const inSlot = createInsertSlots(insertsMax)
  const failures = new Map<TableSection, WriterFailure>()
  let rowsWritten = 0

  function noteFailure(section: TableSection, failure: InsertFailure, attempts: number): void {
    const sinceUnixMs = failures.get(section)?.sinceUnixMs ?? Date.now()
    const { code, message } = failure
    failures.set(section, { table: section.table, code, message, attempts, sinceUnixMs })
    // The first attempt, then ever more rarely: an engine that is away for hours must not fill the log.
    if ((attempts & (attempts - 1)) === 0) {
      logger.warn({ segment: section.segmentId, table: section.table, code, attempts }, 'insert failed, trying again')
    }
  }
  async function writeTable(section: TableSection): Promise<Outcome> {
    for (let attempts = 1; !signal.aborted; attempts++) {
      try {
        await inSlot(() => insert(section, signal))
        rowsWritten += section.rows
        onStored?.(section)
        return { attempts }
      } catch (error) {
        if (signal.aborted) return 'stopped'
        const failure = classifyInsertFailure(error)
        const isHopeless = failure.kind === 'unknown' && attempts >= unknownAttemptsMax
        if (failure.kind === 'permanent' || isHopeless) return { section, failure, attempts }
        noteFailure(section, failure, attempts)
        await backOff(attempts, signal)
      }
    }
    return 'stopped'
  }
  return {
    writeTable: (section: TableSection) => writeTable(section).finally(() => failures.delete(section)),
    state: () => ({ rowsWritten, writerFailure: failures.values().next().value ?? null }),
  }
}

/** Sends sealed segments to ClickHouse, oldest first, a few at a time, each table of each exactly once. */
export function createWriter(options: WriterOptions): Writer {
  const { queue, insertsMax, refuse, logger } = options
  const stop = new AbortController()
  setMaxListeners(0, stop.signal)
  const tables = createTableWriter(options, stop.signal)
  const memory = createSegmentMemory(segmentBytesKeptMax)
  let active = 0
  let onIdle: (() => void)[] = []

  async function writeSegment(segment: SealedSegment): Promise<void> {
    const { sections, release } = await readSegment(segment, memory)
    const outcomes = await Promise.all(sections.map(tables.writeTable))
    if (outcomes.includes('stopped')) return
    const refusals = outcomes.filter(isRefusal)
    if (refusals.length > 0) await refuse(segment, refusals)
    await queue.release(segment)
    // Of an attempt that failed, something may still hold the bytes.
    if (outcomes.every(isFirstAttempt)) release()
  }
  /** A disk that fails to read the segment or to keep the refused rows is tried again like an engine that is away. */
  async function writeSegmentUntilDone(segment: SealedSegment): Promise<void> {
    for (let attempts = 1; !stop.signal.aborted; attempts++) {
      try {
        return await writeSegment(segment)
      } catch (error) {
        logger.error(
          { segment: segment.id, err: error, attempts },
          'a spool segment could not be finished, trying again',
        )
        await backOff(attempts, stop.signal)
      }
    }
  }
  function startNext(): void {
    while (active < insertsMax && !stop.signal.aborted) {
      const segment = queue.take()
      if (!segment) break
      active++
      void writeSegmentUntilDone(segment).finally(() => {
        active--
        startNext()
      })
    }
    if (active > 0) return
    for (const resolve of onIdle) resolve()
    onIdle = []
  }
  function idle(): Promise<void> {
    return active === 0 ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve))
  }

  queue.onAdded(startNext)
  startNext()
  return {
    state: tables.state,
    idle,
    async close(drainTimeoutMs) {
      const timer = setTimeout(() => stop.abort(), drainTimeoutMs)
      await idle()
      clearTimeout(timer)
      stop.abort()
    },
  }
}
