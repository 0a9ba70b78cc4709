import { readFile } from 'node:fs/promises'
import { readRecords } from '../spool/record.ts'
import type { SealedSegment } from '../spool/segment-file.ts'
import type { TableSection } from './insert-section.ts'

/** Reads a sealed segment, table by table. The order of a table's blocks is that of the file, whenever it is read. */
export async function readSegment(segment: SealedSegment): Promise<TableSection[]> {
  const contents = await readFile(segment.path)
  const byTable = new Map<string, TableSection>()
  for (const { table, rows, block } of readRecords(contents.subarray(0, segment.bytes)).sections) {
    const section = byTable.get(table)
    if (section) {
      section.rows += rows
      section.blocks.push(block)
    } else {
      byTable.set(table, { segmentId: segment.id, table, rows, blocks: [block] })
    }
  }
  return [...byTable.values()]
}
