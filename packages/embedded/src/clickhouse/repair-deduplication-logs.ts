import { appendFile, readdir, readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'

interface PartRange {
  partition: string
  firstBlock: number
  lastBlock: number
}

const ADD = '1'
const DROP = '2'
// <partition>_<first block>_<last block>_<level>, and _<mutation> after a mutation.
const PART_NAME = /^([^_]+)_(\d+)_(\d+)_\d+(?:_\d+)?$/

/**
 * Makes inserts that were killed half-way repeatable, before the engine opens the directory.
 *
 * MergeTree notes an insert's token (non_replicated_deduplication_window) before it puts the part in place. Killed in between, it
 * would take the repeated insert for a duplicate, and its rows would be lost. A note without a part is therefore taken back.
 * @returns number of notes taken back.
 * @see https://clickhouse.com/docs/operations/settings/merge-tree-settings#non_replicated_deduplication_window
 */
export async function repairDeduplicationLogs(dataDir: string): Promise<number> {
  let count = 0
  for (const tableDirectory of await listTableDirectories(join(dataDir, 'store'))) {
    count += await repairTable(tableDirectory)
  }
  return count
}

async function repairTable(tableDirectory: string): Promise<number> {
  const logDirectory = join(tableDirectory, 'deduplication_logs')
  const logs = (await list(logDirectory)).filter((name) => /^deduplication_log_\d+\.txt$/.test(name))
  const last = logs.sort((a, b) => logNumber(a) - logNumber(b)).at(-1)
  if (last === undefined) return 0
  const parts = (await list(tableDirectory)).flatMap((name) => parsePartName(name) ?? [])
  const partOfToken = new Map<string, string>()
  for (const log of logs) await readLog(join(logDirectory, log), partOfToken)
  const orphans = [...partOfToken].filter(([, part]) => !isPresent(part, parts))
  const lines = orphans.map(([token, part]) => `${DROP}\t${part}\t${token}\n`)
  if (lines.length > 0) await appendFile(join(logDirectory, last), lines.join(''))
  return lines.length
}

async function readLog(path: string, partOfToken: Map<string, string>): Promise<void> {
  const text = await readFile(path, 'utf8')
  const complete = text.slice(0, text.lastIndexOf('\n') + 1)
  // A line that was cut short by the kill would keep the table from loading.
  if (complete.length < text.length) await truncate(path, Buffer.byteLength(complete))
  for (const line of complete.split('\n')) {
    const [operation, part, token] = line.split('\t')
    if (part === undefined || token === undefined) continue
    if (operation === ADD) partOfToken.set(token, part)
    else partOfToken.delete(token)
  }
}

/** A part that was merged is present in the part that covers it. */
function isPresent(name: string, parts: readonly PartRange[]): boolean {
  const part = parsePartName(name)
  // Not a name we understand: leave it alone.
  if (part === undefined) return true
  return parts.some(
    ({ partition, firstBlock, lastBlock }) =>
      partition === part.partition && firstBlock <= part.firstBlock && part.lastBlock <= lastBlock,
  )
}

function parsePartName(name: string): PartRange | undefined {
  const [, partition, firstBlock, lastBlock] = PART_NAME.exec(name) ?? []
  if (partition === undefined) return undefined
  return { partition, firstBlock: Number(firstBlock), lastBlock: Number(lastBlock) }
}

async function listTableDirectories(storeDirectory: string): Promise<string[]> {
  const directories: string[] = []
  for (const prefix of await list(storeDirectory)) {
    for (const uuid of await list(join(storeDirectory, prefix))) directories.push(join(storeDirectory, prefix, uuid))
  }
  return directories
}

function logNumber(name: string): number {
  return Number(/\d+/.exec(name)?.[0])
}

async function list(directory: string): Promise<string[]> {
  try {
    return await readdir(directory)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw error
  }
}
