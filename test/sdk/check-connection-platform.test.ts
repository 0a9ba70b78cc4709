import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHanzoCloudTelemetry, type HanzoCloudConfig } from '../../packages/sdk/src/hanzo-cloud/index.ts'
import { setTelemetry } from '../../packages/sdk/src/telemetry/global-telemetry.ts'
import { type Platform, startPlatform } from '../platform/start-platform.ts'

let open: Platform
let closed: Platform

beforeAll(async () => {
  open = await startPlatform({ HANZO_CONSOLE: 'off' })
  closed = await startPlatform({ HANZO_CONSOLE: 'off', HANZO_ACCESS: 'required' })
})

afterAll(async () => {
  setTelemetry(undefined)
  await open?.close()
  await closed?.close()
})

async function check(config: HanzoCloudConfig) {
  const telemetry = createHanzoCloudTelemetry({ console: 'silent', flushOnExit: false, ...config })
  const { ok, problem } = await telemetry.checkConnection()
  telemetry.startSpan('checked').end()
  await telemetry.flush()
  const { exported } = telemetry.stats().spans
  await telemetry.shutdown()
  return { ok, problem, exported }
}

it('a platform of this machine takes telemetry without a key, and says so', async () => {
  expect(await check({ cloudUrl: open.url })).toEqual({ ok: true, problem: undefined, exported: 1 })
})

it('a project that does not exist, or that is not the key’s, is told as such', async () => {
  expect(await check({ cloudUrl: open.url, projectId: 'nowhere' })).toMatchObject({
    ok: false,
    problem: 'wrong_project',
  })
  const ofKey = { cloudUrl: closed.url, apiKey: closed.apiKey }
  expect(await check({ ...ofKey, projectId: 'nowhere' })).toEqual({ ok: false, problem: 'wrong_project', exported: 0 })
})

it('a key is needed where accounts are, and a good one is enough', async () => {
  const unauthorized = { ok: false, problem: 'unauthorized', exported: 0 }
  expect(await check({ cloudUrl: closed.url })).toEqual(unauthorized)
  expect(await check({ cloudUrl: closed.url, apiKey: 'hk_not_a_key_at_all' })).toEqual(unauthorized)
  expect(await check({ cloudUrl: closed.url, apiKey: closed.apiKey })).toEqual({
    ok: true,
    problem: undefined,
    exported: 1,
  })
})
