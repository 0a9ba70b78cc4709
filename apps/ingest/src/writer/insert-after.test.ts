import { expect, it } from 'vitest'
import { createLatch } from '../latch.ts'
import { insertAfter } from './insert-after.ts'
import type { InsertSection, TableSection } from './insert-section.ts'

const section: TableSection = { segmentId: 's', table: 'spans', rows: 0, blocks: [] }

function recordInserts(): { inserted: string[]; insert: InsertSection } {
  const inserted: string[] = []
  return {
    inserted,
    insert: async ({ table }) => {
      inserted.push(table)
    },
  }
}

it('inserts nothing before the tables are ready', async () => {
  const { inserted, insert } = recordInserts()
  const tables = createLatch()
  const done = insertAfter(tables.opened, insert)(section, new AbortController().signal)
  await new Promise(setImmediate)
  expect(inserted).toEqual([])
  tables.open()
  await done
  expect(inserted).toEqual(['spans'])
})

it('stops waiting, and inserts nothing, when the writer is closed', async () => {
  const { inserted, insert } = recordInserts()
  const closing = new AbortController()
  const done = insertAfter(createLatch().opened, insert)(section, closing.signal)
  closing.abort(new Error('closing'))
  await expect(done).rejects.toThrow('closing')
  expect(inserted).toEqual([])
})
