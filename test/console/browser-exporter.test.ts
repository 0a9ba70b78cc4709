import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { openConsole } from './console-page.ts'

let platform: Platform
let browser: Browser
let allowed: Server
let other: Server

async function pageScript(): Promise<string> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('page/send-span.mjs', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    logLevel: 'silent',
  })
  return bundle.outputFiles[0]?.text ?? ''
}

async function servePage(script: string): Promise<Server> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(
      isScript ? script : '<!doctype html><title>sending</title><script type="module" src="/page.js"></script>',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const originOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

beforeAll(async () => {
  const script = await pageScript()
  ;[allowed, other] = await Promise.all([servePage(script), servePage(script)])
  ;[platform, browser] = await Promise.all([
    startPlatform({ HANZO_CONSOLE: 'off', HANZO_CORS_ORIGINS: originOf(allowed) }),
    launchBrowser(),
  ])
})
afterAll(async () => {
  await browser?.close()
  for (const server of [allowed, other]) server?.close()
  await platform?.close()
})

async function sendFrom(server: Server, service: string, key?: string): Promise<string> {
  const query = new URLSearchParams({ url: platform.url, service, ...(key ? { key } : {}) })
  const { page, close } = await openConsole(browser, originOf(server), `/?${query}`)
  await page.waitForFunction('document.title !== "sending"', undefined, { timeout: 60_000 })
  const title = await page.title()
  await close()
  return title
}

async function services(): Promise<string[]> {
  const answer = await fetch(`${platform.url}/api/projects/default/spans`)
  const { rows } = (await answer.json()) as { rows: { serviceName: string }[] }
  return rows.map(({ serviceName }) => serviceName)
}

it('a page of a named origin sends with the stock exporter, with a key and, where access is open, without', async () => {
  expect(await sendFrom(allowed, 'page-with-key', platform.apiKey)).toBe('sent')
  expect(await sendFrom(allowed, 'page-without-key')).toBe('sent')
  await expect
    .poll(services, { timeout: 20_000 })
    .toEqual(expect.arrayContaining(['page-with-key', 'page-without-key']))
})

it('a page of another origin does not, not even with a key', async () => {
  expect(await sendFrom(other, 'page-of-others', platform.apiKey)).toBe('refused')
  expect(await services()).not.toContain('page-of-others')
})
