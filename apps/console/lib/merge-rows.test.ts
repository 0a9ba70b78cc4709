import { expect, it } from 'vitest'
import { mergeRows } from './merge-rows.ts'

const order = { keyOf: (row: { id: string }) => row.id, timeOf: (row: { id: string }) => row.id }
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)

it('puts the latest first, live or stored, and shows each key once', () => {
  const merged = mergeRows([{ id: '9' }, { id: '12' }, { id: '9' }], [{ id: '10' }, { id: '9' }, { id: '1' }], order)
  expect(ids(merged)).toEqual(['12', '10', '9', '1'])
})

it('lets a row stand that the others of its key may not replace', () => {
  const end = { id: '9', ended: true }
  const start = { id: '9', ended: false }
  const endsStand = { ...order, replaces: (row: { ended: boolean }) => row.ended }
  expect(mergeRows([end, start], [start], endsStand)).toEqual([end])
  expect(mergeRows([start], [end], endsStand)).toEqual([end])
})

it('leaves stored rows as the server ordered them', () => {
  expect(ids(mergeRows([], [{ id: '1' }, { id: '2' }], order))).toEqual(['1', '2'])
})
