import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ByteWriter } from '../native/byte-writer.ts'
import { beginRecord, readRecords, writeSection } from '../spool/record.ts'
import { type SealedSegment, segmentExtension } from '../spool/segment-file.ts'
import { syncDirectory } from '../spool/sync-directory.ts'
import { countByProject } from './letter-rows.ts'
import type { Refusal } from './writer.ts'

/** Rows that ClickHouse refused for good, and why. Its name is the segment's. */
export interface DeadLetter {
  id: string
  refusedAtUnixMs: number
  bytes: number
  tables: DeadLetterTable[]
}

interface DeadLetterTable {
  table: string
  rows: number
  code: string
  message: string
  attempts: number
  /** Rows by project id. */
  projects: Record<string, number>
}

const rowsName = `rows${segmentExtension}`
const errorName = 'error.json'
/** Ends the name of a letter that is being written or deleted. */
export const unfinished = '.unfinished'

/** Where the refused rows of a letter are, in the spool's own format. */
export function rowsPath(directory: string, id: string): string {
  return join(directory, id, rowsName)
}

/** The refused tables as one record of the spool. */
export function encodeRefused(refusals: Refusal[]): Buffer {
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
export async function takeStock(directory: string): Promise<Map<string, number>> {
  const bytesById = new Map<string, number>()
  for (const name of await readdir(directory)) {
    const rows = await stat(join(directory, name, rowsName)).catch(() => undefined)
    if (rows && !name.endsWith(unfinished)) bytesById.set(name, rows.size)
    else await rm(join(directory, name), { recursive: true, force: true })
  }
  return bytesById
}

/** Resolves when the letter is durable, in the place of one of the same name. */
export async function writeLetter(directory: string, letter: DeadLetter, contents: Buffer): Promise<void> {
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

/** The letter of a segment's refused tables. */
export function letterOf(segment: SealedSegment, refusals: Refusal[], bytes: number): DeadLetter {
  const tables = refusals.map(({ section, failure, attempts }) => {
    const { table, rows, blocks } = section
    const projects = blocks.reduce<Record<string, number>>((counts, block) => countByProject(block, counts), {})
    return { table, rows, code: failure.code, message: failure.message, attempts, projects }
  })
  return { id: segment.id, refusedAtUnixMs: Date.now(), bytes, tables }
}

/** The blocks of one table of a letter. */
export async function blocksOf(path: string, table: string): Promise<Buffer[]> {
  const { sections } = readRecords(await readFile(path))
  return sections.filter((section) => section.table === table).map(({ block }) => block)
}

/** @returns `undefined` for one that was replayed or deleted meanwhile. */
export async function readLetter(directory: string, id: string): Promise<DeadLetter | undefined> {
  try {
    const letter = JSON.parse(await readFile(join(directory, id, errorName), 'utf8')) as DeadLetter
    for (const table of letter.tables) table.projects ??= await countProjects(rowsPath(directory, id), table.table)
    return letter
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** For letters of releases that did not note it. */
async function countProjects(path: string, table: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const block of await blocksOf(path, table)) countByProject(block, counts)
  return counts
}
