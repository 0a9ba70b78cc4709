import { describe, expect, it } from 'vitest'
import { countRows } from './download-rows.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('the rows of a download', () => {
  it('are the lines of JSON lines, however they are cut into parts', () => {
    const count = countRows('jsonl')
    expect([...'{"a":"\\n"}\n{}\n'].map((character) => count(bytes(character))).at(-1)).toBe(2)
  })

  it('are the lines of CSV without its header, and breaks inside of quotes end none', () => {
    const count = countRows('csv')
    expect(count(bytes('time,body\r\n'))).toBe(0)
    expect(count(bytes('1,"two\r\nlines ""quoted'))).toBe(0)
    expect(count(bytes('\n"""\r\n2,x\r\n'))).toBe(2)
  })
})
