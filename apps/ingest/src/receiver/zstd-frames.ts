import { UndecodableError } from '../decode/undecodable-error.ts'

/** What a Zstandard frame says of itself, without decoding any of it. Offsets are into the body. */
export interface ZstdFrame {
  start: number
  /** Behind the last block and the checksum. */
  end: number
  /** The offset of the window descriptor; `undefined` in a frame of a single segment. */
  windowDescriptor: number | undefined
  /** How far back the frame may refer. */
  windowBytes: number
  /** The length of the content; `undefined` where the sender did not know it beforehand. */
  contentBytes: number | undefined
  /** XXH64 of the content, its low 32 bits. */
  checksum: number | undefined
  /** Where each block ends. */
  blockEnds: number[]
  /** No content of these blocks is larger. */
  contentBytesMost: number
}

const blockBytesMax = 131_072
const frameMagic = 0xfd2fb528
const skippableMagic = 0x184d2a50
/** RFC 9659: senders over HTTP keep to this window. */
const windowLogOfHttp = 23

/** Windows up to here are decoded: a frame of a single segment may refer back to its first byte. */
export function zstdWindowLogMax(bytesMax: number): number {
  return Math.max(windowLogOfHttp, Math.ceil(Math.log2(bytesMax)))
}

/**
 * Reads the headers of the frames of a body, and skips those that hold no content.
 * @throws {UndecodableError} for anything but whole frames without a dictionary.
 * @see https://www.rfc-editor.org/rfc/rfc8878#section-3.1
 */
export function* zstdFrames(body: Uint8Array): Generator<ZstdFrame> {
  const view = new DataView(body.buffer, body.byteOffset, body.length)
  let offset = 0
  while (offset < body.length) {
    if (body.length - offset < 8) throw cut()
    const magic = view.getUint32(offset, true)
    if ((magic & 0xfffffff0) >>> 0 === skippableMagic) {
      offset += 8 + view.getUint32(offset + 4, true)
      if (offset > body.length) throw cut()
      continue
    }
    if (magic !== frameMagic) throw new UndecodableError('the body is not valid zstd')
    const frame = readFrame(body, view, offset)
    yield frame
    offset = frame.end
  }
}

/** @throws {UndecodableError} for a body that is not whole frames, which Node's own decoder takes for shorter content. */
export function checkZstdFrames(body: Uint8Array): void {
  const frames = zstdFrames(body)
  while (!frames.next().done);
}

function readFrame(body: Uint8Array, view: DataView, start: number): ZstdFrame {
  const { blocks, hasChecksum, ...header } = readHeader(body, view, start)
  const blockEnds: number[] = []
  let contentBytesMost = 0
  let offset = blocks
  let isLast = false
  while (!isLast) {
    if (offset + 3 > body.length) throw cut()
    const bits = view.getUint16(offset, true) | ((body[offset + 2] ?? 0) << 16)
    const type = (bits >> 1) & 3
    const size = bits >>> 3
    isLast = (bits & 1) === 1
    if (type === 3 || size > blockBytesMax) throw new UndecodableError('the body is not valid zstd')
    contentBytesMost += type === 2 ? blockBytesMax : size
    offset += 3 + (type === 1 ? 1 : size)
    blockEnds.push(offset)
  }
  const end = offset + (hasChecksum ? 4 : 0)
  if (end > body.length) throw cut()
  const checksum = hasChecksum ? view.getUint32(offset, true) : undefined
  return { start, end, ...header, checksum, blockEnds, contentBytesMost }
}

function readHeader(body: Uint8Array, view: DataView, start: number) {
  const descriptor = body[start + 4] ?? 0
  const isSingleSegment = (descriptor & 0x20) !== 0
  const dictionaryIdBytes = [0, 1, 2, 4][descriptor & 3] ?? 0
  const contentSizeFlag = descriptor >> 6
  const contentSizeBytes = contentSizeFlag > 0 ? 1 << contentSizeFlag : Number(isSingleSegment)
  const windowDescriptor = isSingleSegment ? undefined : start + 5
  const dictionaryId = start + (isSingleSegment ? 5 : 6)
  const contentSize = dictionaryId + dictionaryIdBytes
  const blocks = contentSize + contentSizeBytes
  if (blocks > body.length) throw cut()
  if ((descriptor & 8) !== 0) throw new UndecodableError('the body is not valid zstd')
  if (body.subarray(dictionaryId, contentSize).some((byte) => byte !== 0)) {
    throw new UndecodableError('the body is zstd with a dictionary, which is not supported')
  }
  const contentBytes = readContentBytes(view, contentSize, contentSizeBytes)
  const windowBytes = windowDescriptor === undefined ? (contentBytes ?? 0) : windowOf(body[windowDescriptor] ?? 0)
  return { windowDescriptor, windowBytes, contentBytes, blocks, hasChecksum: (descriptor & 4) !== 0 }
}

function readContentBytes(view: DataView, offset: number, bytes: number): number | undefined {
  if (bytes === 0) return undefined
  if (bytes === 1) return view.getUint8(offset)
  if (bytes === 2) return view.getUint16(offset, true) + 256
  return bytes === 4 ? view.getUint32(offset, true) : Number(view.getBigUint64(offset, true))
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}

function cut(): UndecodableError {
  return new UndecodableError('the body is not valid zstd: it ends too early')
}
