/** Programs for what the guide says without showing it: each line of a list as something that can be seen. By file name. */
export const morePrograms: Record<string, string> = {
  tell: `
import { writeFileSync } from 'node:fs'
export const tell = (values: Record<string, unknown>): void => writeFileSync(process.env.TELL!, JSON.stringify(values))
`,

  // The second service of \`Context Propagation\`: another process, which joins the trace of the one request it answers.
  'second-service': `
import { createServer } from 'node:http'
import { context, propagation } from '@opentelemetry/api'
import { createHanzoCloudTelemetry } from '@hanzo/ai/telemetry/hanzo-cloud'
const telemetry = createHanzoCloudTelemetry({ serviceName: 'guide-callee' })
const server = createServer(async (request, response) => {
  const parent = propagation.extract(context.active(), request.headers)
  await telemetry.trace('serve_request', () => telemetry.log('info', 'served'), { parent })
  response.end('{}')
  server.close()
  await telemetry.shutdown()
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.error(\`listening on \${address.port};\`)
})
`,

  performance: `
import { createHanzoCloudTelemetry } from '@hanzo/ai/telemetry/hanzo-cloud'
import { tell } from './tell.js'

const telemetry = createHanzoCloudTelemetry({ serviceName: 'guide-performance' })
await telemetry.trace('recorded', () => undefined)
for (let i = 0; i < 1000; i += 1) telemetry.increment('batched', 1)
const before = telemetry.stats()
await telemetry.flush()
const after = telemetry.stats()
await telemetry.shutdown()

const sampled = createHanzoCloudTelemetry({ serviceName: 'guide-sampling', sampling: { ratio: 0.1 } })
for (let i = 0; i < 5000; i += 1) {
  const isFailing = i % 100 === 0
  await sampled.trace(isFailing ? 'failing' : 'fine', () => {
    if (isFailing) throw new Error('it failed')
  }).catch(() => undefined)
  if (i % 500 === 0) await sampled.flush()
}
await sampled.shutdown()

const pruned = createHanzoCloudTelemetry({ serviceName: 'guide-pruning' })
await pruned.trace('parent', async () => {
  for (let i = 0; i < 1200; i += 1) await pruned.trace('child', () => undefined)
})
await pruned.shutdown()

const unreachable = createHanzoCloudTelemetry({
  serviceName: 'guide-memory',
  cloudUrl: 'http://127.0.0.1:1',
  batch: { maxBufferedBytes: 65_536, scheduledDelayMillis: 10 },
})
const text = () => Array.from({ length: 50 }, () => Math.random().toString(36)).join(' ')
for (let i = 0; i < 5000; i += 1) {
  await unreachable.trace('kept_or_counted', (span) => void span.setAttribute('text', text()))
  if (i % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 20))
}
const waiting = unreachable.stats()
const started = performance.now()
await unreachable.shutdown()
tell({ before, after, waiting, lost: unreachable.stats(), shutdownMs: performance.now() - started })
`,

  troubleshooting: `
import { createHanzoCloudTelemetry } from '@hanzo/ai/telemetry/hanzo-cloud'
import { tell } from './tell.js'

const codes: string[] = []
const checked = async (config: Parameters<typeof createHanzoCloudTelemetry>[0]) => {
  const telemetry = createHanzoCloudTelemetry({ console: 'silent', onDiagnostic: ({ code }) => codes.push(code), ...config })
  const connection = await telemetry.checkConnection()
  await telemetry.shutdown()
  return connection
}
const fine = await checked({})
const disabled = await checked({ enabled: false })
const unauthorized = await checked({ apiKey: 'not-a-key' })
const unreachable = await checked({ cloudUrl: 'http://127.0.0.1:1' })

const telemetry = createHanzoCloudTelemetry({
  serviceName: 'guide-limits',
  redaction: { maxValueLength: 100 },
  batch: { maxExportBatchSize: 10 },
  pruning: { maxSpanAgeMs: 50 },
})
await telemetry.trace('long_value', (span) => void span.setAttribute('text', 'x'.repeat(10_000)))
telemetry.startSpan('never_ended')
const { open } = telemetry.stats().spans
await telemetry.shutdown()
tell({ fine, disabled, unauthorized, unreachable, open, codes })
`,
}
