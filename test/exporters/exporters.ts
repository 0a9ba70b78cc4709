import { spawn } from 'node:child_process'
import { mkdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createClient } from '@clickhouse/client'
import { type Platform, startPlatform } from '../platform/start-platform.ts'

const { values } = parseArgs({
  options: { python: { type: 'string', default: 'python3' }, go: { type: 'string', default: 'go' } },
})

const here = fileURLToPath(new URL('.', import.meta.url))
/** What is installed is kept for the next run. */
const workDir = join(tmpdir(), 'hanzo-exporters')

interface Language {
  name: string
  /** Installs what it needs; resolves to the command that sends, without its arguments. */
  prepare(): Promise<string[]>
}

const languages: Language[] = [
  {
    name: 'python',
    async prepare() {
      const python = join(workDir, 'python', 'bin', 'python')
      if (!(await stat(python).catch(() => undefined)))
        await run([values.python, '-m', 'venv', join(workDir, 'python')])
      await run([python, '-m', 'pip', 'install', '--quiet', '--requirement', join(here, 'requirements.txt')])
      return [python, join(here, 'send.py')]
    },
  },
  {
    name: 'go',
    async prepare() {
      const sender = join(workDir, 'go-sender')
      await run([values.go, 'build', '-o', sender, '.'], { cwd: join(here, 'go') })
      return [sender]
    },
  },
]

/** @throws with what it said, when it does not end with 0. */
async function run([command = '', ...args]: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${said.trim().slice(-2_000)}`)
}

const protocols = ['grpc', 'http/protobuf'] as const

function environmentFor(platform: Platform, protocol: (typeof protocols)[number], compression: string) {
  return {
    ...process.env,
    OTEL_EXPORTER_OTLP_ENDPOINT: protocol === 'grpc' ? platform.grpcUrl : platform.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${platform.apiKey}`,
    // Not all of them know the word "none".
    ...(compression === 'none' ? {} : { OTEL_EXPORTER_OTLP_COMPRESSION: compression }),
  }
}

/** How many spans, log records and metric series of a service are stored, once there are some of each. */
async function storedOf(clickhouse: ReturnType<typeof createClient>, service: string): Promise<number[]> {
  const counts: number[] = []
  for (const table of ['spans', 'logs', 'metric_series']) {
    const until = Date.now() + 20_000
    let count = 0
    while (count === 0 && Date.now() < until) {
      const query = `SELECT count() AS rows FROM ${table} WHERE service_name = {service:String}`
      const answer = await clickhouse.query({ query, query_params: { service }, format: 'JSONEachRow' })
      const [row] = await answer.json<{ rows: string }>()
      count = Number(row?.rows)
      if (count === 0) await new Promise((resolve) => setTimeout(resolve, 200))
    }
    counts.push(count)
  }
  return counts
}

/**
 * `npm run exporters`: the stock exporters of other languages, installed from their registries, against the platform.
 * Each sends a span, a log record and a metric point by each protocol and compression; all have to be queryable.
 */
async function main(): Promise<void> {
  await mkdir(workDir, { recursive: true })
  const platform = await startPlatform({ HANZO_ACCESS: 'required', HANZO_CONSOLE: 'off' })
  const clickhouse = createClient({ url: platform.clickhouseUrl, database: 'hanzo' })
  let passed = 0
  let failed = 0
  for (const { name, prepare } of languages) {
    for (const { protocol, compression, sending } of await sendersOf(name, prepare, platform)) {
      const service = `${name} ${protocol} ${compression}`
      try {
        await sending(service)
        const stored = await storedOf(clickhouse, service)
        if (stored.includes(0)) throw new Error(`stored: ${stored.join(', ')} spans, log records, series`)
        passed += 1
        process.stdout.write(`ok    ${service}\n`)
      } catch (error) {
        failed += 1
        process.stdout.write(`FAIL  ${service}: ${(error as Error).message}\n`)
      }
    }
  }
  await clickhouse.close()
  await platform.close()
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  process.exitCode = failed === 0 ? 0 : 1
}

async function sendersOf(name: string, prepare: Language['prepare'], platform: Platform) {
  process.stdout.write(`      preparing ${name}\n`)
  const command = await prepare()
  return protocols.flatMap((protocol) =>
    ['gzip', 'none'].map((compression) => ({
      protocol,
      compression,
      sending: (service: string) =>
        run([...command, protocol, service], { env: environmentFor(platform, protocol, compression) }),
    })),
  )
}

await main()
