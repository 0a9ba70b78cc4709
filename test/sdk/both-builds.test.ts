import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureBuilt, sdkBuild } from '../../scripts/lib/build.mjs'
import { startModelServer } from './model-server.ts'
import { type Environment, plainEnvironment } from './packed-project.ts'

/** Within the SDK’s own package, so that Node finds both builds by its name, and its peers; in a folder that no build is made from. */
const program = fileURLToPath(new URL(`../../packages/sdk/dist/both-builds-${process.pid}.mjs`, import.meta.url))

// An application that imports the SDK, and a library that requires it.
const code = `
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import * as esm from '@hanzo/ai'
import { createTestTelemetry } from '@hanzo/ai/testing'
const cjs = createRequire(import.meta.url)('@hanzo/ai')
const testing = createRequire(import.meta.url)('@hanzo/ai/testing')

assert.notEqual(esm.Telemetry, cjs.Telemetry)
const telemetry = createTestTelemetry({ registerGlobal: 'auto' })
const other = testing.createTestTelemetry({ registerGlobal: 'auto' })

// The telemetry of the process is one.
esm.setTelemetry(telemetry)
assert.equal(cjs.getTelemetry(), telemetry)
cjs.setTelemetry(undefined)
assert.equal(esm.getTelemetry().enabled, false)
cjs.setTelemetry(telemetry)

// Sessions and the active span are seen by both.
await telemetry.withSession('sess_shared', () => telemetry.trace('outer', async () => {
  await other.trace('inner', () => other.log('info', 'inside'))
}))
const inner = other.span('inner')
assert.deepEqual([inner.parentSpanId, inner.traceId], [telemetry.span('outer').spanId, telemetry.span('outer').traceId])
assert.equal(inner.attributes['session.id'], 'sess_shared')
assert.equal(other.logs[0].attributes['session.id'], 'sess_shared')
await new Promise((resolve) => setImmediate(async () => {
  other.createSession('sess_created')
  await telemetry.trace('later', () => undefined)
  resolve()
}))
assert.equal(telemetry.span('later').attributes['session.id'], 'sess_created')

// An error is recorded once on a span, whichever build is told of it.
const error = new Error('broken')
await telemetry.trace('failing', () => Promise.reject(error)).catch(() => undefined)
other.recordException(error)
await telemetry.trace('again', (span) => { telemetry.recordException(error, span); other.recordException(error, span) })
assert.deepEqual([telemetry.span('failing').events.length, telemetry.span('again').events.length], [1, 1])
assert.deepEqual(other.logs.filter(({ level }) => level === 'error'), [])

// An agent of one build works with tools and the telemetry of the other.
const model = createOpenAICompatible({ name: 'test', baseURL: process.env.MODEL_URL, includeUsage: true }).chatModel('m')
const agent = cjs.createAgent({ name: 'mixed', model, tools: [esm.commonTools.done()] })
const result = await agent.run({ messages: [{ role: 'user', content: 'hi' }] })
assert.deepEqual([result.stopReason, result.text], ['done', 'all done'])
assert.equal(result.traceId, telemetry.span('invoke_agent mixed').traceId)
assert.equal((await telemetry.metric('agent.executions')).value, 1)
console.log(JSON.stringify(telemetry.spansNamed('execute_tool done').map(({ status }) => status)))
await Promise.all([telemetry.shutdown(), other.shutdown()])
`

beforeAll(() => ensureBuilt(sdkBuild, 'Building the SDK'))
afterAll(() => rmSync(program, { force: true }))

it('an ESM and a CommonJS build in one process share telemetry, sessions, spans and what is known of errors', async () => {
  const model = await startModelServer({ toolCalls: [{ name: 'done', input: { summary: 'all done' } }] })
  writeFileSync(program, code)
  try {
    const environment: Environment = { ...plainEnvironment(), MODEL_URL: model.url }
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program], {
      env: environment as NodeJS.ProcessEnv,
    })
    expect({ stdout, stderr }).toEqual({ stdout: '["UNSET"]\n', stderr: '' })
  } finally {
    await model.close()
  }
})
