import { type ByteReader, createByteReader } from './byte-reader.ts'
import { type ColumnArray, readColumn, readColumnArray } from './column-decoder.ts'

/** One column of a block: its values are those of `ColumnValues`. */
export interface DecodedColumn {
  name: string
  type: string
  values: unknown[]
}

/** The same with numbers as typed arrays. */
export interface DecodedColumnArray {
  name: string
  type: string
  values: ColumnArray
}

/**
 * Reads a block of ClickHouse's Native format as `encodeBlock` writes it, column by column as they are asked for: who
 * wants the first one alone reads no other.
 * @throws {RangeError} while it is read, for bytes that are no such block.
 * @see https://clickhouse.com/docs/interfaces/formats/Native
 */
export function decodeBlock(block: Buffer): Generator<DecodedColumn> {
  return readBlock(createByteReader(block), readColumn)
}

/**
 * Reads blocks that stand one after the other, as ClickHouse answers in Native format. The columns of a block are read when it is asked for.
 * @throws {RangeError} while it is read, for bytes that are no such blocks.
 */
export function* decodeBlocks(blocks: Buffer): Generator<DecodedColumnArray[]> {
  const reader = createByteReader(blocks)
  while (!reader.isAtEnd) yield [...readBlock(reader, readColumnArray)]
}

function* readBlock<V>(
  reader: ByteReader,
  read: (reader: ByteReader, type: string, rows: number) => V,
): Generator<{ name: string; type: string; values: V }> {
  const columns = reader.varint()
  const rows = reader.varint()
  for (let index = 0; index < columns; index++) {
    const name = reader.string()
    const type = reader.string()
    yield { name, type, values: read(reader, type, rows) }
  }
}
