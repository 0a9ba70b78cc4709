import { open, readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { readRecords } from './record.ts'
import { type SealedSegment, segmentExtension } from './segment-file.ts'

export interface RecoveredSegments {
  segments: SealedSegment[]
  /** Bytes of incomplete records that were cut: none of them had been acknowledged. */
  tornBytes: number
  /** Records that the disk damaged: these are lost. */
  corruptRecords: number
}

async function cutTo(path: string, bytes: number): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.truncate(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Finds the segments that an earlier process left, oldest first, and cuts the record it did not finish. */
export async function recoverSegments(directory: string): Promise<RecoveredSegments> {
  const recovered: RecoveredSegments = { segments: [], tornBytes: 0, corruptRecords: 0 }
  const names = (await readdir(directory)).filter((name) => name.endsWith(segmentExtension)).sort()
  for (const name of names) {
    const path = join(directory, name)
    const contents = await readFile(path)
    const { completeBytes, corruptRecords } = readRecords(contents)
    recovered.tornBytes += contents.length - completeBytes
    recovered.corruptRecords += corruptRecords
    if (completeBytes === 0) {
      await unlink(path)
      continue
    }
    if (completeBytes < contents.length) await cutTo(path, completeBytes)
    recovered.segments.push({ id: name.slice(0, -segmentExtension.length), path, bytes: completeBytes })
  }
  return recovered
}
