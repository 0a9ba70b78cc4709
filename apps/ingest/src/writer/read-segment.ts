import { type FileHandle, open } from 'node:fs/promises'
import { readRecords } from '../spool/record.ts'
import type { SealedSegment } from '../spool/segment-file.ts'
import type { TableSection } from './insert-section.ts'
import type { SegmentMemory } from './segment-memory.ts'

export interface ReadSegment {
  sections: TableSection[]
  /** Lets other segments be read into this one's memory: nobody may look at the sections any more. */
  release(): void
}

/** Reads a sealed segment, table by table. The order of a table's blocks is that of the file, whenever it is read. */
export async function readSegment(segment: SealedSegment, memory: SegmentMemory): Promise<ReadSegment> {
  const taken = memory.take(segment.bytes)
  const contents = await readContents(segment, taken)
  const byTable = new Map<string, TableSection>()
  for (const { table, rows, block } of readRecords(contents).sections) {
    const section = byTable.get(table)
    if (section) {
      section.rows += rows
      section.blocks.push(block)
    } else {
      byTable.set(table, { segmentId: segment.id, table, rows, blocks: [block] })
    }
  }
  return { sections: [...byTable.values()], release: () => memory.give(taken) }
}

async function readContents({ path, bytes }: SealedSegment, into: Buffer): Promise<Buffer> {
  const handle = await open(path)
  try {
    return into.subarray(0, await readUntil(handle, into, bytes))
  } finally {
    await handle.close()
  }
}

/** @returns how many bytes there were: fewer than `bytes` of a file that is shorter. */
async function readUntil(handle: FileHandle, into: Buffer, bytes: number): Promise<number> {
  let read = 0
  while (read < bytes) {
    const { bytesRead } = await handle.read(into, read, bytes - read, read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return read
}
