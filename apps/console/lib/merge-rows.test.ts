import { expect, it } from 'vitest'
import { mergeRows } from './merge-rows.ts'

const keyOf = (row: { id: number }) => String(row.id)

it('puts live rows on top and shows each key once', () => {
  const merged = mergeRows([{ id: 3 }, { id: 2 }, { id: 3 }], [{ id: 2 }, { id: 1 }], keyOf)
  expect(merged.map(({ id }) => id)).toEqual([3, 2, 1])
})
