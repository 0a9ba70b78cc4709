import { apiErrorOf } from './api-error.ts'
import type { DownloadSink } from './download-sink.ts'

export type DownloadFormat = 'csv' | 'jsonl'

export interface DownloadProgress {
  rows: number
  bytes: number
}

interface DownloadOptions {
  url: string
  format: DownloadFormat
  sink: DownloadSink
  signal: AbortSignal
  onProgress: (progress: DownloadProgress) => void
}

/**
 * Reads a download into a sink, part by part, and counts its rows. A connection that breaks off is a failure: then, and when it
 * is cancelled, the sink keeps nothing.
 * @throws {ApiError} for what the API refuses; what `fetch` or the sink throws.
 */
export async function downloadRows(options: DownloadOptions): Promise<DownloadProgress> {
  const { url, format, sink, signal, onProgress } = options
  const count = countRows(format)
  let progress: DownloadProgress = { rows: 0, bytes: 0 }
  try {
    const response = await fetch(url, { signal, cache: 'no-store' })
    if (!response.ok || !response.body) throw await apiErrorOf(response)
    const reader = response.body.getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      await sink.write(part.value)
      progress = { rows: count(part.value), bytes: progress.bytes + part.value.length }
      onProgress(progress)
    }
    await sink.close()
    return progress
  } catch (error) {
    await sink.abort()
    throw error
  }
}

const lineFeed = 10
const quote = 34

/** Counts rows in the parts of a file. Lines of CSV may break inside of quotes, and the first of them is the header. */
export function countRows(format: DownloadFormat): (part: Uint8Array) => number {
  let lines = format === 'csv' ? -1 : 0
  let isQuoted = false
  return (part) => {
    for (const byte of part) {
      if (byte === quote && format === 'csv') isQuoted = !isQuoted
      else if (byte === lineFeed && !isQuoted) lines += 1
    }
    return Math.max(0, lines)
  }
}
