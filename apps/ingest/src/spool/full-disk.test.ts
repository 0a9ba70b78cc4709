import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RowBatch } from '@hanzo/schema/row'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rowOf, spanIdOf } from '../../../../test/fixtures/rows.ts'
import { appendBatch } from '../columns/append-batch.ts'
import { readRecords } from './record.ts'
import { openSpool, type Spool } from './spool.ts'

const disk = mkdtempSync(join(tmpdir(), 'hanzo-full-disk-'))

function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' })
    return true
  } catch {
    return false // not root, or no mount in this sandbox
  }
}
const isMounted = mountSmallDisk()

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const directory = join(disk, 'spool')
let spool: Spool

const open = () =>
  openSpool({
    directory,
    bytesMax: 1024 ** 3,
    segmentBytesMax: 64 * 1024,
    segmentAgeMaxMs: 3_600_000,
    rowsWaitingMax: 100_000,
    bytesWaitingMax: 64 * 1024 ** 2,
    seenAgeMaxMs: 3_600_000,
    seenEntriesMax: 1_000,
    instance: 0,
    onDurable: () => undefined,
    isWatched: () => false,
    logger: quiet,
  })

const spans = (first: number, count: number): RowBatch => ({
  resources: [rowOf('resources', { resource_id: BigInt(first) })],
  spans: Array.from({ length: count }, (_, index) => rowOf('spans', { span_id: spanIdOf(first + index) })),
})

/** Appends rows as they are given. */
const append = (rows: RowBatch) => spool.append((sink) => appendBatch(sink, rows))

async function close(): Promise<void> {
  spool.refuse()
  await spool.seal()
  await spool.unlock()
}

async function rowsInQueue() {
  const rows: Record<string, number> = { spans: 0, resources: 0 }
  for (let segment = spool.queue.take(); segment; segment = spool.queue.take()) {
    const contents = (await readFile(segment.path)).subarray(0, segment.bytes)
    for (const section of readRecords(contents).sections)
      rows[section.table] = (rows[section.table] ?? 0) + section.rows
    await spool.queue.release(segment)
  }
  return rows
}

afterAll(() => {
  if (isMounted) execFileSync('umount', [disk])
  rmSync(disk, { recursive: true, force: true })
})

describe.skipIf(!isMounted)('a full disk', () => {
  beforeEach(async () => {
    await rm(directory, { recursive: true, force: true })
    spool = await open()
  })
  afterEach(close)

  it('rejects with a retryable error, keeps what was acknowledged, and goes on when there is room', async () => {
    let acknowledged = 0
    let error: unknown
    for (let first = 0; error === undefined; first += 100) {
      await append(spans(first, 100)).then(
        () => acknowledged++,
        (reason: unknown) => {
          error = reason
        },
      )
    }
    expect(error).toMatchObject({ code: 'SPOOL_WRITE_FAILED', statusCode: 503, retryable: true })
    expect(acknowledged).toBeGreaterThan(0)
    await spool.seal()
    expect(await rowsInQueue()).toEqual({ spans: acknowledged * 100, resources: acknowledged })

    // The sender repeats the refused batch. Its resource was not durable then, so it must not count as seen.
    await append(spans(acknowledged * 100, 100))
    await spool.seal()
    expect(await rowsInQueue()).toEqual({ spans: 100, resources: 1 })
  })

  it('leaves nothing of a refused record to the next start', async () => {
    await append(spans(0, 50))
    await writeFile(join(disk, 'filler'), Buffer.alloc(200 * 1024)).catch(() => undefined)
    await expect(append(spans(1_000, 500))).rejects.toMatchObject({ code: 'SPOOL_WRITE_FAILED' })
    await rm(join(disk, 'filler'))
    await close()
    spool = await open()
    expect(await rowsInQueue()).toEqual({ spans: 50, resources: 1 })
  })
})
