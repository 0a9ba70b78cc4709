import { describe, expect, it } from 'vitest'
import { readCloudUrl } from './cloud-url.ts'

const read = (text: string, region?: string) => readCloudUrl('cloudUrl', text, region)

describe('the address of a platform', () => {
  it.each([
    ['https://cloud.hanzo.ai', 'https://cloud.hanzo.ai'],
    [' https://cloud.hanzo.ai/ ', 'https://cloud.hanzo.ai'],
    ['https://proxy.example/hanzo//', 'https://proxy.example/hanzo'],
    ['http://127.0.0.1:4318/v1/traces', 'http://127.0.0.1:4318'],
    ['https://proxy.example/hanzo/v1/metrics/', 'https://proxy.example/hanzo'],
  ])('is read from %j', (text, url) => expect(read(text)).toMatchObject({ url }))

  it('has the region filled in', () => {
    expect(read('https://{region}.cloud.hanzo.ai', 'eu-1')).toMatchObject({ url: 'https://eu-1.cloud.hanzo.ai' })
  })

  it.each([
    ['https://{region}.cloud.hanzo.ai', 'set region or HANZO_CLOUD_REGION'],
    ['cloud.hanzo.ai', 'for example https://cloud.hanzo.ai'],
    ['localhost:4318', 'for example https://localhost:4318'],
    ['ftp://cloud.hanzo.ai', 'http:// or https://'],
    ['https://', 'http:// or https://'],
    ['', 'http:// or https://'],
    ['https://me:secret@cloud.hanzo.ai', 'headers.authorization'],
    ['https://cloud.hanzo.ai?a=1', 'must end before'],
  ])('%j is refused with the option and the fix', (text, fix) => {
    const { problem } = read(text)
    expect(problem).toContain('cloudUrl')
    expect(problem).toContain(fix)
    expect(problem).not.toContain('secret')
  })

  it.each([
    'http://localhost',
    'http://app.localhost:1',
    'http://127.0.0.1',
    'http://127.9.9.9',
    'http://[::1]:1',
    'http://127.1',
  ])('%s is this machine', (text) => expect(read(text)).toMatchObject({ isLoopback: true }))

  it.each(['http://10.0.0.1', 'http://localhost.example', 'http://127.0.0.1.example', 'http://[::2]'])(
    '%s is another machine',
    (text) => expect(read(text)).toMatchObject({ isLoopback: false }),
  )
})
