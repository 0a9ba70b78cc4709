import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { NotFoundError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { type SealedSegment, segmentExtension } from '../spool/segment-file.ts'
import type { SegmentQueue } from '../spool/segment-queue.ts'
import { syncDirectory } from '../spool/sync-directory.ts'
import {
  blocksOf,
  type DeadLetter,
  encodeRefused,
  letterOf,
  readLetter,
  rowsPath,
  takeStock,
  unfinished,
  writeLetter,
} from './letter-file.ts'
import { type PlainRow, readProjectRows } from './letter-rows.ts'
import type { Refusal } from './writer.ts'

export interface DeadLetterRowsQuery {
  table: string
  projectId: string
  limit: number
}

/** Directories `<segment>/` with `rows.segment`, the refused tables in the spool's own format, and `error.json`. */
export interface DeadLetters {
  /** Resolves when the rows are durable here. */
  add(segment: SealedSegment, refusals: Refusal[]): Promise<void>
  /** Oldest first, at most `listMax`. */
  list(): Promise<DeadLetter[]>
  /** The first rows of one project and table. @throws {NotFoundError} */
  readRows(id: string, query: DeadLetterRowsQuery): Promise<PlainRow[]>
  /** Moves the rows back into the spool, under their old name: a table that took them before takes nothing twice. @throws {NotFoundError} */
  replay(id: string): Promise<void>
  /** Gives the rows up for good. @throws {NotFoundError} */
  remove(id: string): Promise<void>
  state(): { deadLetters: number; deadLetterBytes: number }
}

const listMax = 1_000

export interface DeadLettersOptions {
  directory: string
  /** Where replayed rows go, and on whose account the refused ones are kept. */
  queue: SegmentQueue
  logger: Logger
}

/** The letters that are there, with their size on the spool's account. */
function createStock(bytesById: Map<string, number>, queue: SegmentQueue) {
  // Read once: whoever watches asks every few seconds.
  const letters = new Map<string, DeadLetter>()
  const sum = () => [...bytesById.values()].reduce((total, bytes) => total + bytes, 0)
  queue.charge(sum())
  return {
    bytesById,
    letters,
    sum,
    put(id: string, bytes: number): void {
      queue.charge(bytes - (bytesById.get(id) ?? 0))
      bytesById.set(id, bytes)
      letters.delete(id)
    },
    /** Takes a letter out, once: whoever comes second finds none. It is there again when `move` fails. */
    async takeOut(id: string, move: () => Promise<void>): Promise<number> {
      const bytes = bytesById.get(id)
      if (bytes === undefined) throw new NotFoundError('dead letter not found', { id })
      bytesById.delete(id)
      try {
        await move()
      } catch (error) {
        bytesById.set(id, bytes)
        throw error
      }
      letters.delete(id)
      queue.charge(-bytes)
      return bytes
    },
  }
}

/** Opens the directory of refused rows. */
export async function openDeadLetters({ directory, queue, logger }: DeadLettersOptions): Promise<DeadLetters> {
  await mkdir(directory, { recursive: true })
  const { bytesById, letters, ...stock } = createStock(await takeStock(directory), queue)
  return {
    async add(segment, refusals) {
      const contents = encodeRefused(refusals)
      const letter = letterOf(segment, refusals, contents.length)
      await writeLetter(directory, letter, contents)
      stock.put(segment.id, contents.length)
      const tables = letter.tables.map(({ projects: _, ...table }) => table)
      logger.error({ segment: segment.id, tables }, 'clickhouse refused rows for good: they are kept as a dead letter')
    },
    async list() {
      const ids = [...bytesById.keys()].sort().slice(0, listMax)
      for (const id of ids) {
        const letter = letters.get(id) ?? (await readLetter(directory, id))
        // One that was replayed or deleted meanwhile is not one any more.
        if (letter && bytesById.has(id)) letters.set(id, letter)
      }
      return ids.flatMap((id) => letters.get(id) ?? [])
    },
    async readRows(id, { table, projectId, limit }) {
      if (!bytesById.has(id)) throw new NotFoundError('dead letter not found', { id })
      const rows: PlainRow[] = []
      for (const block of await blocksOf(rowsPath(directory, id), table)) {
        if (rows.length >= limit) break
        rows.push(...(await readProjectRows(block, projectId, limit - rows.length)))
      }
      return rows
    },
    async replay(id) {
      const path = join(queue.directory, `${id}${segmentExtension}`)
      const bytes = await stock.takeOut(id, () => rename(rowsPath(directory, id), path))
      await syncDirectory(queue.directory)
      await rm(join(directory, id), { recursive: true, force: true })
      queue.add({ id, path, bytes })
    },
    async remove(id) {
      // A kill in the middle leaves what the next start removes.
      const gone = join(directory, id) + unfinished
      const bytes = await stock.takeOut(id, () => rename(join(directory, id), gone))
      await rm(gone, { recursive: true, force: true })
      logger.info({ segment: id, bytes }, 'a dead letter was deleted')
    },
    state: () => ({ deadLetters: bytesById.size, deadLetterBytes: stock.sum() }),
  }
}
