import { expect, it } from 'vitest'
import { gridTemplate, leastWidth, parseWidths } from './column-widths.ts'

const columns = [
  { id: 'time', width: 160 },
  { id: 'name', width: 280, minWidth: 200, grow: true },
]

it('lets the growing column take what is left until it is given a width', () => {
  expect(gridTemplate(columns, {})).toBe('160px minmax(200px, 1fr)')
  expect(gridTemplate(columns, { name: 320 })).toBe('160px 320px')
  expect(leastWidth(columns, { time: 100 })).toBe(300)
})

it('lets columns shrink as far as they may before the table scrolls', () => {
  const tight = [{ id: 'cost', width: 96, minWidth: 84 }, ...columns]
  expect(gridTemplate(tight, {})).toBe('minmax(84px, 96px) 160px minmax(200px, 1fr)')
  expect(gridTemplate(tight, { cost: 120 })).toBe('120px 160px minmax(200px, 1fr)')
  expect(leastWidth(tight, {})).toBe(444)
})

it.each([null, '', 'no json', '[1]', '{"time":"wide"}', '{"time":-4}'])('takes %j for no stored widths', (text) => {
  expect(parseWidths(text)).toEqual({})
})
