import { expect, it } from 'vitest'
import { maskHeaders, maskText, maskUrl } from './mask.ts'

const key = 'hk_0123456789abcdef'

it('shows of a key only its beginning, and nothing of a short one', () => {
  expect(maskHeaders({ 'x-api-key': key, Authorization: 'short', 'x-project-id': 'p' })).toEqual({
    'x-api-key': 'hk_0…',
    Authorization: '…',
    'x-project-id': 'p',
  })
})

it('takes a key out of what a server says', () => {
  expect(maskText(`unknown key ${key}, really ${key}`, { 'x-api-key': key })).toBe('unknown key hk_0…, really hk_0…')
})

it('takes user, password and query out of an address', () => {
  expect(maskUrl('https://user:secret@host/path?key=1#x')).toBe('https://host/path')
})
