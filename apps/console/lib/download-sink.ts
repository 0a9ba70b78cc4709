/** Where a download goes. */
export interface DownloadSink {
  write(part: Uint8Array<ArrayBuffer>): Promise<void>
  /** Keeps what was written. */
  close(): Promise<void>
  /** Keeps nothing. */
  abort(): Promise<void>
}

/** A browser without access to files holds a download in memory until it is whole. */
const heldBytesMost = 512 * 1024 * 1024

class DownloadTooLargeError extends Error {
  constructor() {
    super('the file is larger than this browser can hold: narrow the time range, or use the command from the menu')
    this.name = 'DownloadTooLargeError'
  }
}

interface FilePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{
    createWritable(): Promise<{
      write(part: Uint8Array<ArrayBuffer>): Promise<void>
      close(): Promise<void>
      abort(): Promise<void>
    }>
  }>
}

/**
 * Asks where a download is to go, where the browser can write files; elsewhere it is held, and saved when it is whole.
 * @returns `undefined` where nobody chose a place.
 */
export async function openSink(name: string): Promise<DownloadSink | undefined> {
  const { showSaveFilePicker } = window as FilePicker
  if (!showSaveFilePicker) return holdingSink(name)
  try {
    const file = await showSaveFilePicker({ suggestedName: name })
    return await file.createWritable()
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined
    // Not allowed here, as in a frame: the browser's own way to save is left.
    if (error instanceof DOMException && error.name === 'SecurityError') return holdingSink(name)
    throw error
  }
}

function holdingSink(name: string): DownloadSink {
  let parts: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  return {
    async write(part) {
      bytes += part.length
      if (bytes > heldBytesMost) throw new DownloadTooLargeError()
      parts.push(part)
    },
    async close() {
      const url = URL.createObjectURL(new Blob(parts))
      const link = document.createElement('a')
      link.href = url
      link.download = name
      link.click()
      // The browser takes it over after the click.
      setTimeout(() => URL.revokeObjectURL(url), 60_000)
      parts = []
    },
    async abort() {
      parts = []
    },
  }
}
