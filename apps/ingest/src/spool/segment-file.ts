import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory } from './sync-directory.ts'

/** A segment that takes no more records and waits for the writer. Only its first `bytes` bytes count. */
export interface SealedSegment {
  id: string
  path: string
  bytes: number
}

/** The segment that records are appended to. */
export interface SegmentFile {
  readonly id: string
  readonly bytes: number
  /**
   * Resolves when the record is durable.
   * After a failure nothing of the record counts, and the segment must be sealed: what a failed fsync left is unknown.
   */
  append(record: Buffer): Promise<void>
  /** Closes the file. A segment without records is removed and gives `undefined`. */
  seal(): Promise<SealedSegment | undefined>
}

export const segmentExtension = '.segment'

async function writeFully(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const result = await handle.write(bytes, written, bytes.length - written, position + written)
    written += result.bytesWritten
  }
}

/** Creates an empty segment whose name survives a power failure. */
export async function createSegmentFile(directory: string, id: string): Promise<SegmentFile> {
  const path = join(directory, `${id}${segmentExtension}`)
  const handle = await open(path, 'wx')
  let bytes = 0
  try {
    await syncDirectory(directory)
  } catch (error) {
    await handle.close()
    await unlink(path)
    throw error
  }
  return {
    id,
    get bytes() {
      return bytes
    },
    async append(record) {
      try {
        await writeFully(handle, record, bytes)
        await handle.datasync()
        bytes += record.length
      } catch (error) {
        // Without this a later start would find the refused record whole. Where even the cut fails, `bytes` still excludes it.
        await handle.truncate(bytes).catch(() => undefined)
        throw error
      }
    },
    async seal() {
      // Every record is durable already: a close that fails takes nothing back.
      await handle.close().catch(() => undefined)
      if (bytes > 0) return { id, path, bytes }
      await unlink(path)
      return undefined
    },
  }
}
