import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consoleAssets } from './console-assets.ts'

const script = 'console.log("a script")\n'.repeat(100)
const font = Buffer.from([0x77, 0x4f, 0x46, 0x32, 0, 255])
let directory: string
let app: FastifyInstance

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hanzo-assets-'))
  await mkdir(join(directory, 'static/chunks'), { recursive: true })
  await mkdir(join(directory, 'static/media'))
  await writeFile(join(directory, 'secret.js'), 'not for anybody')
  await writeFile(join(directory, 'static/chunks/a-script.js'), script)
  await writeFile(join(directory, 'static/chunks/a-style.css'), 'a {}')
  await writeFile(join(directory, 'static/media/a-font.woff2'), font)
  app = Fastify()
  await app.register(consoleAssets(join(directory, 'static')))
})
afterAll(async () => {
  await app.close()
  await rm(directory, { recursive: true })
})

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })

describe('the files of a build', () => {
  it('go compressed to those who take it, as they are to all others, and are kept by browsers', async () => {
    const packed = await get('/_next/static/chunks/a-script.js', { 'accept-encoding': 'gzip, br' })
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(packed.rawPayload).toString()).toBe(script)
    const plain = await get('/_next/static/chunks/a-script.js')
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.body).toBe(script)
    for (const { headers } of [packed, plain]) {
      expect(headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
      })
    }
  })

  it('are not compressed again where they are compressed', async () => {
    const answer = await get('/_next/static/media/a-font.woff2', { 'accept-encoding': 'gzip' })
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.headers['content-type']).toBe('font/woff2')
    expect(answer.rawPayload).toEqual(font)
  })

  it.each([
    '/_next/static/../secret.js',
    '/_next/static/%2e%2e/secret.js',
    '/_next/static/..%2fsecret.js',
    '/_next/static/chunks',
    '/_next/static/chunks/another.js',
    '/_next/static/',
  ])('are all that is served: not %s', async (url) => {
    expect((await get(url)).statusCode).toBe(404)
  })

  it('that were lost since the start are an error, and are found again once they are back', async () => {
    await rm(join(directory, 'static/chunks/a-style.css'))
    expect((await get('/_next/static/chunks/a-style.css')).statusCode).toBe(500)
    await writeFile(join(directory, 'static/chunks/a-style.css'), 'b {}')
    expect((await get('/_next/static/chunks/a-style.css')).body).toBe('b {}')
  })
})
