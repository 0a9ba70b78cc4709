/** How many records are encoded at once: as many as their usual size lets fit, so that neither the event loop nor the server gets too much at a time. */
export interface BatchSize {
  /** Records to encode next, 1 to `maxRecords`. */
  records(): number
  /** Largest request, before compression. */
  bytes(): number
  /** Learns what records weigh. */
  encoded(records: number, bytes: number): void
  /** The server refused a request of this size. */
  refused(bytes: number): void
  /** The server took a request: the limit that it set grows back little by little. */
  accepted(): void
}

const smallestBytes = 1024
const recovery = 1.05
const memory = 0.8

export function createBatchSize({ maxRecords, maxBytes }: { maxRecords: number; maxBytes: number }): BatchSize {
  let limitBytes = maxBytes
  let bytesPerRecord = 0
  return {
    // Half of the limit: records differ in size, and what turns out too large has to be split.
    records: () =>
      bytesPerRecord === 0
        ? maxRecords
        : Math.max(1, Math.min(maxRecords, Math.floor(limitBytes / 2 / bytesPerRecord))),
    bytes: () => limitBytes,
    encoded(records, bytes) {
      const now = bytes / records
      bytesPerRecord = bytesPerRecord === 0 ? now : memory * bytesPerRecord + (1 - memory) * now
    },
    refused(bytes) {
      limitBytes = Math.max(smallestBytes, Math.min(limitBytes, Math.floor(bytes / 2)))
    },
    accepted() {
      limitBytes = Math.min(maxBytes, Math.ceil(limitBytes * recovery))
    },
  }
}
