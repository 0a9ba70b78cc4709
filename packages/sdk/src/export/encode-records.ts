import type { BatchSize } from './batch-size.ts'
import type { ExportBuffer } from './export-buffer.ts'
import type { ExportLedger } from './export-ledger.ts'
import type { OtlpCodec } from './otlp-codec.ts'
import type { SignalName } from './signal-name.ts'
import type { EncodedRecords } from './split-protobuf.ts'

export interface EncodeOptions {
  signal: SignalName
  codec: Pick<OtlpCodec, 'split'>
  size: BatchSize
  maxRecords: number
  buffer: Pick<ExportBuffer, 'add'>
  ledger: Pick<ExportLedger, 'lost' | 'failed'>
}

/**
 * Encodes items (spans, log records, metrics) into the buffer, in requests that keep the limits. Never throws: when encoding fails, halves are tried until
 * only the item at fault is left, which is counted as `failed`.
 * @param weigh how many records an item stands for: 1 but for metrics, whose records are their points.
 */
export function encodeRecords<T>(
  items: T[],
  encode: (items: T[]) => Uint8Array | undefined,
  weigh: (item: T) => number,
  options: EncodeOptions,
): void {
  const { signal, size, buffer, ledger } = options
  const records = items.reduce((sum, item) => sum + weigh(item), 0)
  if (records === 0) return
  try {
    const bytes = encode(items)
    if (!bytes) throw new TypeError('the encoder gave nothing')
    size.encoded(records, bytes.byteLength)
    for (const part of fitting({ bytes, records }, options)) buffer.add(signal, part)
  } catch (error) {
    if (items.length > 1) {
      const middle = items.length >> 1
      encodeRecords(items.slice(0, middle), encode, weigh, options)
      encodeRecords(items.slice(middle), encode, weigh, options)
      return
    }
    const message = error instanceof Error ? error.message : String(error)
    ledger.failed('failed', message)
    ledger.lost(signal, 'failed', records, message)
  }
}

function fitting(encoded: EncodedRecords, options: EncodeOptions): EncodedRecords[] {
  const { signal, codec, size, maxRecords } = options
  const isFitting = encoded.records <= maxRecords && encoded.bytes.byteLength <= size.bytes()
  const halves = isFitting ? undefined : codec.split(signal, encoded.bytes)
  return halves ? halves.flatMap((half) => fitting(half, options)) : [encoded]
}
