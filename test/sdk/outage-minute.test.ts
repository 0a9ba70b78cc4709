import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHanzoCloudTelemetry, type HanzoCloudTelemetry } from '../../packages/sdk/src/hanzo-cloud/index.ts'
import type { Diagnostic } from '../../packages/sdk/src/telemetry/diagnostics.ts'
import { setTelemetry } from '../../packages/sdk/src/telemetry/global-telemetry.ts'
import { OutageServer } from './outage/outage-server.ts'
import { accountOf, expectOnce, nothingMissing } from './outage/telemetry-under-test.ts'

const outageMillis = 60_000
const tickMillis = 200

let server: OutageServer
let telemetry: HanzoCloudTelemetry
const told: Diagnostic[] = []
const rejections: unknown[] = []
const onRejection = (reason: unknown) => rejections.push(reason)

beforeEach(async () => {
  server = new OutageServer()
  await server.start()
  process.on('unhandledRejection', onRejection)
  telemetry = createHanzoCloudTelemetry({
    cloudUrl: server.url,
    apiKey: 'hk_0123456789abcdef',
    console: 'silent',
    onDiagnostic: (diagnostic) => told.push(diagnostic),
  })
})

afterEach(async () => {
  setTelemetry(undefined)
  await telemetry.shutdown()
  await server.stop()
  process.off('unhandledRejection', onRejection)
})

describe('with the times of production', () => {
  it('a server that is down for a minute gets everything afterwards, once', { timeout: 90_000 }, async () => {
    const startedAt = performance.now()
    let number = 0
    const record = () => {
      for (const end = number + 20; number < end; number += 1) {
        telemetry.startSpan(`span-${number}`).end()
        telemetry.log('info', `log-${number}`)
        telemetry.increment('c')
      }
    }
    record()
    await telemetry.flush()
    await server.stop()
    const timer = setInterval(record, tickMillis)
    await new Promise((resolve) => setTimeout(resolve, outageMillis))
    expect(telemetry.stats().lastError?.code).toBe('unreachable')
    await server.start()
    clearInterval(timer)
    record()
    await telemetry.flush()
    await vi.waitFor(() => expect(accountOf(telemetry.stats())).toEqual(nothingMissing), { timeout: 10_000 })

    expect(number).toBeGreaterThan(3000)
    expectOnce(server.spans, 'span', 0, number)
    expectOnce(server.logs, 'log', 0, number)
    const counter = [...server.points].filter(([key]) => key.startsWith('c '))
    const increments = counter.reduce((sum, [key, times]) => sum + Number(key.slice('c '.length)) * times, 0)
    expect(increments).toBe(number)
    expect(telemetry.stats().spans).toMatchObject({ exported: number, dropped: {} })
    expect(told.map(({ code }) => code)).toEqual(expect.arrayContaining(['unreachable', 'recovered']))
    expect(rejections).toEqual([])
    expect(performance.now() - startedAt).toBeLessThan(75_000)
  })
})
