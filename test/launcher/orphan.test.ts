import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const built = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const dataDir = mkdtempSync(join(tmpdir(), 'hanzo-orphan-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const confined = built('packages/embedded/dist/supervisor/confined-child.cjs')
const engine = (name: string): string[] => [
  confined,
  built(`packages/embedded/dist/${name}/child.js`),
  join(dataDir, name),
]

describe('a process whose parent is gone before its code is loaded', () => {
  it.each([
    ['the platform', [built('apps/ingest/dist/main.js')]],
    ['the embedded ClickHouse', engine('clickhouse')],
    ['the embedded PostgreSQL', engine('postgres')],
  ])('ends by itself: %s', async (_name, [file = '', ...args]) => {
    const child = fork(file, args, {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: {
        NODE_ENV: 'production',
        PATH: process.env.PATH,
        HANZO_PORT: '0',
        HANZO_CONSOLE: 'off',
        HANZO_DATA_DIR: join(dataDir, 'platform'),
        // Nothing listens there: the platform waits for its databases.
        CLICKHOUSE_URL: 'http://127.0.0.1:1',
        DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none',
      },
    })
    try {
      const exited = once(child, 'exit')
      child.disconnect()
      const timeout = AbortSignal.timeout(30_000)
      await Promise.race([exited, once(timeout, 'abort')])
      expect(child.exitCode !== null || child.signalCode !== null).toBe(true)
    } finally {
      child.kill('SIGKILL')
    }
  })
})
