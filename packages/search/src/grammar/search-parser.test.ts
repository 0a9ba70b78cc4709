import { readFileSync } from 'node:fs'
import { buildParserFile } from '@lezer/generator'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

it('is what the grammar says', () => {
  const { parser } = buildParserFile(read('./search.grammar'), { typeScript: true })
  expect(read('./generated/search-parser.ts').trim()).toBe(parser.trim())
})
