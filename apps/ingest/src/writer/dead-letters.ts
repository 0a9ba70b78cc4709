import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { NotFoundError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { ByteWriter } from '../native/byte-writer.ts'
import { beginRecord, writeSection } from '../spool/record.ts'
import { type SealedSegment, segmentExtension } from '../spool/segment-file.ts'
import type { SegmentQueue } from '../spool/segment-queue.ts'
import { syncDirectory } from '../spool/sync-directory.ts'
import type { Refusal } from './writer.ts'

/** Rows that ClickHouse refused for good, and why. Its name is the segment's. */
export interface DeadLetter {
  id: string
  refusedAtUnixMs: number
  bytes: number
  tables: { table: string; rows: number; code: string; message: string; attempts: number }[]
}

/** Directories `<segment>/` with `rows.segment`, the refused tables in the spool's own format, and `error.json`. */
export interface DeadLetters {
  /** Resolves when the rows are durable here. */
  add(segment: SealedSegment, refusals: Refusal[]): Promise<void>
  /** Oldest first, at most `listMax`. */
  list(): Promise<DeadLetter[]>
  /** Moves the rows back into the spool, under their old name: a table that took them before takes nothing twice. */
  replay(id: string): Promise<void>
  state(): { deadLetters: number; deadLetterBytes: number }
}

const listMax = 1_000
const rowsName = `rows${segmentExtension}`
const errorName = 'error.json'
const unfinished = '.unfinished'

function encodeRefused(refusals: Refusal[]): Buffer {
  const writer = new ByteWriter()
  const record = beginRecord(writer)
  for (const { section } of refusals) {
    for (const [index, block] of section.blocks.entries()) {
      // The count belongs to the table; the writer adds up what its sections say.
      writeSection(writer, section.table, index === 0 ? section.rows : 0, () => writer.writeBytes(block))
    }
  }
  record.finish()
  return writer.bytes()
}

async function writeDurably(path: string, contents: string | Buffer): Promise<void> {
  const handle = await open(path, 'w')
  try {
    await handle.writeFile(contents)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Counts what is there, and removes what a kill left half done: its rows are still in the spool, or there again. */
async function takeStock(directory: string): Promise<Map<string, number>> {
  const bytesById = new Map<string, number>()
  for (const name of await readdir(directory)) {
    const rows = await stat(join(directory, name, rowsName)).catch(() => undefined)
    if (rows && !name.endsWith(unfinished)) bytesById.set(name, rows.size)
    else await rm(join(directory, name), { recursive: true, force: true })
  }
  return bytesById
}

async function writeLetter(directory: string, letter: DeadLetter, contents: Buffer): Promise<void> {
  const path = join(directory, letter.id)
  const draft = path + unfinished
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft)
  await writeDurably(join(draft, rowsName), contents)
  await writeDurably(join(draft, errorName), JSON.stringify(letter, undefined, 2))
  await syncDirectory(draft)
  await rm(path, { recursive: true, force: true })
  await rename(draft, path)
  await syncDirectory(directory)
}

export interface DeadLettersOptions {
  directory: string
  /** Where replayed rows go, and on whose account the refused ones are kept. */
  queue: SegmentQueue
  logger: Logger
}

/** Opens the directory of refused rows. */
export async function openDeadLetters({ directory, queue, logger }: DeadLettersOptions): Promise<DeadLetters> {
  await mkdir(directory, { recursive: true })
  const bytesById = await takeStock(directory)
  const sum = () => [...bytesById.values()].reduce((total, bytes) => total + bytes, 0)
  queue.charge(sum())

  return {
    async add(segment, refusals) {
      const contents = encodeRefused(refusals)
      const tables = refusals.map(({ section, failure, attempts }) => {
        return { table: section.table, rows: section.rows, code: failure.code, message: failure.message, attempts }
      })
      const letter = { id: segment.id, refusedAtUnixMs: Date.now(), bytes: contents.length, tables }
      await writeLetter(directory, letter, contents)
      queue.charge(contents.length - (bytesById.get(segment.id) ?? 0))
      bytesById.set(segment.id, contents.length)
      logger.error({ segment: segment.id, tables }, 'clickhouse refused rows for good: they are kept as a dead letter')
    },
    async list() {
      const ids = [...bytesById.keys()].sort().slice(0, listMax)
      return Promise.all(
        ids.map(async (id) => JSON.parse(await readFile(join(directory, id, errorName), 'utf8')) as DeadLetter),
      )
    },
    async replay(id) {
      const bytes = bytesById.get(id)
      if (bytes === undefined) throw new NotFoundError('dead letter not found', { id })
      const path = join(queue.directory, `${id}${segmentExtension}`)
      await rename(join(directory, id, rowsName), path)
      bytesById.delete(id)
      queue.charge(-bytes)
      await syncDirectory(queue.directory)
      await rm(join(directory, id), { recursive: true, force: true })
      queue.add({ id, path, bytes })
    },
    state: () => ({ deadLetters: bytesById.size, deadLetterBytes: sum() }),
  }
}
