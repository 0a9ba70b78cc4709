import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import * as newer from 'opentelemetry-api-1-10'
import { afterEach, expect, it } from 'vitest'
import { findProgramApiVersion } from '../../packages/sdk/src/runtime/find-program-api-version.ts'
import { createTestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  // The version of whoever registered first stays with the globals.
  Reflect.deleteProperty(globalThis, Symbol.for('opentelemetry.js.api.1'))
})

const ownVersion = findProgramApiVersion(import.meta.filename)

/** A program's folder with the newer API in it. */
function programWithNewerApi(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hanzo-newer-api-'))
  folders.push(folder)
  mkdirSync(join(folder, 'node_modules/@opentelemetry'), { recursive: true })
  const entry = createRequire(import.meta.url).resolve('opentelemetry-api-1-10')
  const target = entry.slice(0, entry.indexOf('opentelemetry-api-1-10') + 'opentelemetry-api-1-10'.length)
  symlinkSync(target, join(folder, 'node_modules/@opentelemetry/api'))
  // As npm writes it for whoever installs the package by its own name.
  writeFileSync(join(folder, 'program.mjs'), '')
  return join(folder, 'program.mjs')
}

it('the API that a program has is found from where the program is', () => {
  expect(ownVersion).toMatch(/^1\.(9|10)\./)
  expect(findProgramApiVersion(programWithNewerApi())).toBe('1.10.0')
  expect(findProgramApiVersion(join(dirname(tmpdir()), 'nothing.js'))).toBeUndefined()
  expect(findProgramApiVersion('no path')).toBeUndefined()
})

it('a library with API 1.10 joins our traces where we have that API, and does nothing and hurts nobody where ours is older', async () => {
  const telemetry = createTestTelemetry({ registerGlobal: true })
  const isSeen = ownVersion === '1.10.0'
  await telemetry.trace('ours', () =>
    newer.trace.getTracer('theirs').startActiveSpan('theirs', (span) => {
      newer.metrics.getMeter('theirs').createCounter('theirs').add(1)
      newer.logs.getLogger('theirs').emit({ body: 'theirs' })
      span.end()
    }),
  )
  expect(telemetry.spanTree().split('\n')).toEqual(isSeen ? ['ours', '  theirs'] : ['ours'])
  expect(await telemetry.metrics('theirs')).toHaveLength(isSeen ? 1 : 0)
  expect(telemetry.logs).toHaveLength(isSeen ? 1 : 0)
  await telemetry.shutdown()
})

it('a program that registered API 1.10 first keeps it, and our spans join what is active there', async () => {
  newer.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const telemetry = createTestTelemetry({ registerGlobal: 'auto' })
  const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }
  await newer.context.with(newer.trace.setSpanContext(newer.ROOT_CONTEXT, parent), async () => {
    await Promise.resolve()
    await telemetry.trace('ours', () => undefined)
  })
  expect(telemetry.span('ours')).toMatchObject({ traceId: parent.traceId, parentSpanId: parent.spanId })
  const codes = telemetry.diagnostics.map(({ code }) => code)
  expect(codes).toEqual(ownVersion === '1.10.0' ? [] : ['globals_not_registered'])
  await telemetry.shutdown()
})
