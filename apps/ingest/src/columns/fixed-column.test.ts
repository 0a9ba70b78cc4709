import { expect, it } from 'vitest'
import { ByteWriter } from '../native/byte-writer.ts'
import { ByteSource } from './copy-bytes.ts'
import { FixedColumn } from './fixed-column.ts'

it('takes any number of values at once, between single ones', () => {
  const column = new FixedColumn(8)
  const bytes = Buffer.from(Array.from({ length: 808 }, (_, index) => index % 251))
  const source = new ByteSource(bytes)
  const writer = new ByteWriter()
  column.putRun(source, 5, 5)
  column.putRun(source, 0, 8)
  column.putUint64(1, 2)
  column.putRun(source, 8, 808)
  column.writeValues(writer)
  const single = Buffer.from('0100000002000000', 'hex')
  expect(column.length).toBe(102)
  expect(writer.bytes()).toEqual(Buffer.concat([bytes.subarray(0, 8), single, bytes.subarray(8)]))
})
