import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RowBatch } from '@hanzo/schema/row'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rowOf, spanIdOf } from '../../../../test/fixtures/rows.ts'
import { appendBatch } from '../columns/append-batch.ts'
import { readRecords } from './record.ts'
import { openSpool, type Spool, type SpoolOptions } from './spool.ts'
import { RowsNotEncodableError, SpoolClosedError, SpoolFullError } from './spool-errors.ts'

let directory: string
let spool: Spool

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

const open = (options: Partial<SpoolOptions> = {}) =>
  openSpool({
    directory,
    bytesMax: undefined,
    segmentBytesMax: 8 * 1024 ** 2,
    segmentAgeMaxMs: 3_600_000,
    rowsWaitingMax: 100_000,
    bytesWaitingMax: 64 * 1024 ** 2,
    seenAgeMaxMs: 3_600_000,
    seenEntriesMax: 1_000,
    instance: 0,
    onDurable: () => undefined,
    isWatched: () => false,
    logger: quiet,
    ...options,
  })

async function reopen(options: Partial<SpoolOptions> = {}): Promise<void> {
  spool.refuse()
  await spool.seal()
  await spool.unlock()
  spool = await open(options)
}

/** Appends rows as they are given. */
const append = (rows: RowBatch) => spool.append((sink) => appendBatch(sink, rows))

const segmentPaths = async () =>
  (await readdir(directory))
    .filter((name) => name.endsWith('.segment'))
    .sort()
    .map((name) => join(directory, name))

async function storedRows(table: string): Promise<number> {
  let rows = 0
  for (const path of await segmentPaths()) {
    for (const section of readRecords(await readFile(path)).sections) if (section.table === table) rows += section.rows
  }
  return rows
}

const spans = (count: number): RowBatch => ({
  spans: Array.from({ length: count }, (_, index) => rowOf('spans', { span_id: spanIdOf(index), name: 'GET /' })),
})

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hanzo-spool-'))
  spool = await open()
})
afterEach(async () => {
  spool.refuse()
  await spool.seal()
  await spool.unlock()
  await rm(directory, { recursive: true, force: true })
})

describe('append', () => {
  it('resolves when the rows are in a segment on disk', async () => {
    await append(spans(3))
    expect(await storedRows('spans')).toBe(3)
  })

  it('writes batches that wait for the disk as one record with one block a table', async () => {
    await Promise.all(Array.from({ length: 20 }, () => append(spans(2))))
    const [path = ''] = await segmentPaths()
    // The first batch finds the disk idle and goes alone.
    expect(readRecords(await readFile(path)).sections.map((section) => section.rows)).toEqual([2, 38])
  })

  it('answers SPOOL_FULL, 503 and retryable, and stores nothing, until segments are released', async () => {
    await reopen({ bytesMax: 1 })
    await append(spans(1))
    const error = await append(spans(1)).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(SpoolFullError)
    expect(error).toMatchObject({ code: 'SPOOL_FULL', statusCode: 503, retryable: true, details: { bytesMax: 1 } })
    expect(await storedRows('spans')).toBe(1)
    await spool.seal()
    const segment = spool.queue.take()
    if (segment) await spool.queue.release(segment)
    await append(spans(1))
    expect(await storedRows('spans')).toBe(1)
  })

  it('answers SPOOL_BUSY when more rows wait than memory is meant for', async () => {
    await reopen({ rowsWaitingMax: 10 })
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => append(spans(8))))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
    expect(outcomes[3]).toMatchObject({ reason: { code: 'SPOOL_BUSY', statusCode: 503, retryable: true } })
    await append(spans(8))
  })

  it('rejects a batch that cannot be encoded and keeps those that waited beside it', async () => {
    const broken: RowBatch = { spans: [rowOf('spans', { span_id: 'no hex' })] }
    const batches = [spans(1), spans(2), broken, spans(4)]
    const outcomes = await Promise.allSettled(batches.map((batch) => append(batch)))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect((outcomes[2] as PromiseRejectedResult).reason).toBeInstanceOf(RowsNotEncodableError)
    expect(await storedRows('spans')).toBe(7)
  })

  it('stores a resource and a series once an hour, and a series once a day', async () => {
    await reopen({ seenAgeMaxMs: 3_600_000 })
    const resources = [rowOf('resources', { resource_id: 1n }), rowOf('resources', { resource_id: 1n })]
    const series = (day: number) => [rowOf('metric_series', { series_id: 5n, metric_name: 'm', day })]
    await append({ resources, metric_series: series(1), ...spans(1) })
    await append({ resources, metric_series: series(1), ...spans(1) })
    await append({ metric_series: series(2) })
    expect(await storedRows('resources')).toBe(1)
    expect(await storedRows('metric_series')).toBe(2)
    expect(await storedRows('spans')).toBe(2)
    await reopen({ seenAgeMaxMs: 0 })
    await append({ resources })
    await append({ resources })
    expect(await storedRows('resources')).toBe(3)
  })

  it('refuses once the process is shutting down', async () => {
    const waiting = append(spans(1))
    spool.refuse()
    await expect(append(spans(1))).rejects.toBeInstanceOf(SpoolClosedError)
    await waiting
  })
})

describe('segments', () => {
  it('are sealed when they are big', async () => {
    await reopen({ segmentBytesMax: 1_000 })
    for (let count = 0; count < 3; count++) await append(spans(50))
    await append(spans(1))
    expect([1, 2, 3].map(() => spool.queue.take()?.id).every(Boolean)).toBe(true)
  })

  it('grow while the writer has something to do, up to eight times, and are sealed when it has not', async () => {
    await append(spans(50))
    const recordBytes = spool.state().spoolBytes
    await reopen({ segmentBytesMax: recordBytes })
    // What the first spool left keeps the writer busy.
    await append(spans(50))
    const taken = [spool.queue.take()]
    expect(taken.map((segment) => segment?.bytes)).toEqual([recordBytes])
    for (let count = 0; count < 6; count++) await append(spans(50))
    expect(spool.queue.take()).toBeUndefined()
    await append(spans(50))
    await append(spans(1))
    const grown = spool.queue.take()
    expect(grown?.bytes).toBe(8 * recordBytes)
    for (const segment of [...taken, grown]) if (segment) await spool.queue.release(segment)
    await append(spans(50))
    await append(spans(1))
    expect(spool.queue.take()?.bytes).toBeGreaterThan(recordBytes)
  })

  it('are sealed at ten times their age also while the writer has something to do', async () => {
    await append(spans(1))
    await reopen({ segmentAgeMaxMs: 2 })
    const sealed = new Promise<void>((resolve) => spool.queue.onAdded(resolve))
    await append(spans(1))
    await sealed
    expect([1, 2].map(() => spool.queue.take()?.id).every(Boolean)).toBe(true)
  })

  it('are sealed when their first record is old, and never empty', async () => {
    await reopen({ segmentAgeMaxMs: 5 })
    const sealed = new Promise<void>((resolve) => spool.queue.onAdded(resolve))
    await append(spans(1))
    await sealed
    expect(spool.queue.take()?.bytes).toBeGreaterThan(0)
    await spool.seal()
    expect(spool.queue.take()).toBeUndefined()
    expect(await segmentPaths()).toHaveLength(1)
  })

  it('are found again after a kill, oldest first, without the record that was not finished', async () => {
    for (const count of [1, 2]) {
      await append(spans(count))
      await spool.seal()
    }
    const paths = await segmentPaths()
    await append(spans(3))
    await append(spans(4))
    const last = (await segmentPaths()).at(-1) ?? ''
    const size = (await readFile(last)).length
    await truncate(last, size - 1)
    // As after a kill: the open segment is neither sealed nor its directory unlocked.
    await rm(join(directory, 'lock'))
    const killed = spool
    spool = await open()
    const found = [spool.queue.take(), spool.queue.take(), spool.queue.take(), spool.queue.take()]
    expect(found.map((segment) => segment?.path)).toEqual([...paths, last, undefined])
    expect(await storedRows('spans')).toBe(1 + 2 + 3)
    await killed.seal()
  })
})
