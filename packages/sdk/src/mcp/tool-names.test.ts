import { describe, expect, it } from 'vitest'
import { createToolNames } from './tool-names.ts'

describe('names of MCP tools', () => {
  it('carry the server unless the prefix is off, in characters that models accept, 64 at most', () => {
    const names = createToolNames()
    expect(names.nameOf('files', 'read.file', true)).toEqual({ name: 'files-read_file', renamed: false })
    expect(names.nameOf('files', 'read.file', false).name).toBe('files-read_file')
    expect(names.nameOf('web', 'search', false)).toEqual({ name: 'search', renamed: false })
    expect(names.nameOf('s', 'x'.repeat(100), true).name).toHaveLength(64)
  })

  it('never collide: local tools and earlier servers keep theirs, a later one gets its prefix, then a number', () => {
    const names = createToolNames(['search', 'b-search'])
    expect(names.nameOf('a', 'search', false)).toEqual({ name: 'a-search', renamed: true })
    expect(names.nameOf('b', 'search', false)).toEqual({ name: 'b-search-2', renamed: true })
    const long = 'x'.repeat(100)
    const first = names.nameOf('s', `${long}1`, true).name
    const second = names.nameOf('s', `${long}2`, true).name
    expect(second).not.toBe(first)
    expect(second).toHaveLength(64)
  })

  it('stay with their tool, however often the list is read', () => {
    const names = createToolNames()
    const before = names.nameOf('a', 'one', true)
    names.nameOf('a', 'two', true)
    expect(names.nameOf('a', 'one', true)).toBe(before)
  })
})
