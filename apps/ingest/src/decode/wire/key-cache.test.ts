import { expect, it } from 'vitest'
import { ByteSource } from '../../columns/copy-bytes.ts'
import { KeyCache } from './key-cache.ts'

function takeAll<Use>(cache: KeyCache<Use>, keys: readonly string[]) {
  cache.beginList()
  return keys.map((key) => {
    const bytes = Buffer.from(`..${key}..`)
    return cache.take(new ByteSource(bytes), 2, bytes.length - 2)
  })
}

const unusual = 'not a shape that is read straight from the wire'

it('gives one entry for equal keys, in whichever order they come', () => {
  const described: string[] = []
  const cache = new KeyCache((text) => described.push(text))
  const [a, b, c] = takeAll(cache, ['a', 'ключ', 'c'])
  expect(takeAll(cache, ['c', 'ключ', 'a', 'd']).slice(0, 3)).toEqual([c, b, a])
  expect(takeAll(cache, ['a', 'ключ', 'c'])).toEqual([a, b, c])
  expect([a?.text, b?.text, c?.text]).toEqual(['a', 'ключ', 'c'])
  expect(described).toEqual(['a', 'ключ', 'c', 'd'])
})

it.each([
  ['empty', ['']],
  ['longer than 1 024 bytes', ['k'.repeat(1_025)]],
  ['twice in a list', ['a', 'b', 'a']],
])('leaves a key to the generic path that is %s', (_name, keys) => {
  expect(() => takeAll(new KeyCache(() => 0), keys)).toThrow(unusual)
})

it('leaves a key to the generic path that is not UTF-8', () => {
  const cache = new KeyCache(() => 0)
  cache.beginList()
  expect(() => cache.take(new ByteSource(Buffer.of(0x61, 0xff)), 0, 2)).toThrow(unusual)
})

it('stays within its size when every key is new, and finds keys that are twice in a list all the same', () => {
  const cache = new KeyCache(() => 0, 32)
  for (let list = 0; list < 100; list++) {
    const keys = Array.from({ length: 50 }, (_, index) => `key-${list}-${index % 20}`)
    expect(() => takeAll(cache, keys)).toThrow(unusual)
    expect(takeAll(cache, keys.slice(0, 20)).map(({ text }) => text)).toEqual(keys.slice(0, 20))
  }
})
