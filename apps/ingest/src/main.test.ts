import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it, vi } from 'vitest'

// The sources are compiled as they are loaded.
vi.setConfig({ testTimeout: 90_000 })

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

function run(environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', '--conditions=@hanzo/source', main], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

it('ends with 1 and names every mistake of its configuration', async () => {
  const child = run({ HANZO_PORT: 'http', HANZO_HOST: '0.0.0.0', HANZO_ACCESS: 'open' })
  const [said, [code]] = await Promise.all([text(child.stderr as NodeJS.ReadableStream), once(child, 'exit')])
  expect(code).toBe(1)
  expect(said).toMatch(/HANZO_PORT: .*\n {2}DATABASE_URL: is required\n {2}HANZO_ACCESS: .*HANZO_HOST=127\.0\.0\.1/)
})

it('listens at once, waits for its databases, and ends with 0 on SIGTERM', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hanzo-main-'))
  const child = run({
    DATABASE_URL: 'postgres://hanzo@127.0.0.1:1/hanzo',
    CLICKHOUSE_URL: 'http://127.0.0.1:1',
    HANZO_PORT: '0',
    HANZO_CONSOLE: 'off',
    HANZO_DATA_DIR: dataDir,
  })
  const output = child.stdout as NodeJS.ReadableStream
  for await (const line of output) if (String(line).includes('listening on')) break
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  rmSync(dataDir, { recursive: true })
})
