import { setImmediate as nextTurn } from 'node:timers/promises'
import { Decompress, decompress } from 'fzstd'
import xxhash from 'xxhash-wasm'
import { UndecodableError } from '../decode/undecodable-error.ts'
import { BodyTooLargeError } from './receiver-errors.ts'
import { type ZstdFrame, zstdFrames, zstdWindowLogMax } from './zstd-frames.ts'

interface DecompressZstdOptions {
  bytesMax: number
  take(bytes: number): void
}

/** Content up to here is decoded at once, in some 20 ms; more of it in pieces, between which others have their turn. */
const bytesAtOnceMax = 1_048_576
/** The decoder moves its window once a block: blocks of one byte each would keep it busy for minutes. */
const windowBytesMovedMax = 4 * 1024 ** 3

const { create64 } = await xxhash()

/**
 * Decompresses Zstandard where Node's zlib cannot, which is below Node 22.15.
 * @throws {BodyTooLargeError} @throws {UndecodableError}
 * @see https://www.rfc-editor.org/rfc/rfc8878
 */
export async function decompressZstd(body: Uint8Array, options: DecompressZstdOptions): Promise<Uint8Array> {
  const { bytesMax, take } = options
  const chunks: Uint8Array[] = []
  let bytes = 0
  let windowBytesMoved = 0
  const keep = (chunk: Uint8Array) => {
    bytes += chunk.length
    if (bytes > bytesMax) throw new BodyTooLargeError(bytesMax)
    take(chunk.length)
    chunks.push(chunk)
  }
  for (const frame of zstdFrames(body)) {
    checkFrame(frame, bytesMax - bytes, bytesMax)
    const first = chunks.length
    if (frame.contentBytes !== undefined && frame.contentBytes <= bytesAtOnceMax) {
      keep(decodeAtOnce(body, frame, frame.contentBytes))
    } else {
      const windowBytes = neededWindow(frame, bytesMax)
      windowBytesMoved += windowBytes * frame.blockEnds.length
      if (windowBytesMoved > windowBytesMovedMax)
        throw new UndecodableError('the body is zstd of too many small blocks')
      await decodeInPieces(body, frame, windowBytes, keep)
    }
    checkContent(frame, chunks.slice(first))
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)
}

function checkFrame({ contentBytes = 0, windowBytes }: ZstdFrame, bytesLeft: number, bytesMax: number): void {
  if (contentBytes > bytesLeft) throw new BodyTooLargeError(bytesMax)
  if (windowBytes > 2 ** zstdWindowLogMax(bytesMax)) {
    throw new UndecodableError(`the body is zstd with a window of ${windowBytes} bytes, send a smaller one`)
  }
}

/** No reference goes back further than the content is long, however large a window was announced. */
function neededWindow({ windowBytes, contentBytes, contentBytesMost }: ZstdFrame, bytesMax: number): number {
  const most = Math.min(windowBytes, contentBytes ?? contentBytesMost, bytesMax)
  return 2 ** Math.max(17, Math.ceil(Math.log2(Math.max(1, most))))
}

function decodeAtOnce(body: Uint8Array, { start, end }: ZstdFrame, contentBytes: number): Uint8Array {
  return decompress(body.subarray(start, end), new Uint8Array(contentBytes))
}

async function decodeInPieces(
  body: Uint8Array,
  frame: ZstdFrame,
  windowBytes: number,
  keep: (chunk: Uint8Array) => void,
): Promise<void> {
  const bytes = body.slice(frame.start, frame.end)
  if (frame.windowDescriptor !== undefined) {
    bytes[frame.windowDescriptor - frame.start] = (Math.log2(windowBytes) - 10) << 3
  }
  const decoder = new Decompress(keep)
  // A block unfolds to 128 KiB at most.
  const blocksAtOnce = bytesAtOnceMax / 131_072
  let from = 0
  for (let block = blocksAtOnce - 1; block < frame.blockEnds.length; block += blocksAtOnce) {
    const to = (frame.blockEnds[block] ?? frame.end) - frame.start
    decoder.push(bytes.subarray(from, to))
    from = to
    await nextTurn()
  }
  decoder.push(bytes.subarray(from), true)
}

function checkContent({ contentBytes, checksum }: ZstdFrame, chunks: readonly Uint8Array[]): void {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  if (contentBytes !== undefined && contentBytes !== bytes) throw new UndecodableError('the body is not valid zstd')
  if (checksum === undefined) return
  const hash = create64()
  for (const chunk of chunks) hash.update(chunk)
  if (Number(hash.digest() & 0xffffffffn) !== checksum) {
    throw new UndecodableError('the body is not valid zstd: its checksum differs')
  }
}
