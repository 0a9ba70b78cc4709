import { expect, it } from 'vitest'
import { rowText } from './row-text.ts'

it('leaves out the columns of a row that hold nothing', () => {
  const row = {
    ...{ project_id: 'p', trace_id: '0'.repeat(32), body: '', attributes_string: {}, 'events.name': [], flags: 0 },
    ...{ duration: '0', sequence: '12', is_json: false, attributes_int: { n: '0' }, share: 'NaN' },
  }
  expect(JSON.parse(rowText(row))).toEqual({
    ...{ project_id: 'p', sequence: '12', attributes_int: { n: '0' }, share: 'NaN' },
  })
})
