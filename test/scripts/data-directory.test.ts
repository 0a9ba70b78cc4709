import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDataDirectory } from '../../scripts/lib/data-directory.mjs'

const script = new URL('../../scripts/lib/data-directory.mjs', import.meta.url).href
let path: string

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'hanzo-data-'))
})
afterEach(() => rmSync(path, { recursive: true, force: true }))

function failureOf(open: () => unknown): { message: string; fix: string } {
  try {
    open()
  } catch (error) {
    return error as { message: string; fix: string }
  }
  throw new Error('expected a refusal')
}

/** Opens the directory in another process, which holds it until it is killed. */
async function openElsewhere() {
  const source = `import { openDataDirectory } from ${JSON.stringify(script)}
    openDataDirectory(${JSON.stringify(path)}); console.log('open'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

describe('openDataDirectory', () => {
  it('refuses a directory that another process holds, naming that process and the fix', async () => {
    const child = await openElsewhere()
    try {
      const { message, fix } = failureOf(() => openDataDirectory(path))
      expect(message).toContain(`in use by another instance (process ${child.pid}`)
      expect(fix).toContain(`kill ${child.pid}`)
      expect(fix).toContain('HANZO_DATA_DIR=')
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })

  it('takes over the lock of a process that was killed', async () => {
    const child = await openElsewhere()
    child.kill('SIGKILL')
    await once(child, 'exit')
    openDataDirectory(path).release()
  })

  it('takes over a lock whose process id now belongs to another program', () => {
    writeFileSync(join(path, 'lock'), JSON.stringify({ pid: process.ppid, startedAt: '', command: 'node gone.mjs' }))
    openDataDirectory(path).release()
  })

  it('takes over a lock file that was never written', () => {
    writeFileSync(join(path, 'lock'), '')
    openDataDirectory(path).release()
  })

  it('opens again after release', () => {
    openDataDirectory(path).release()
    openDataDirectory(path).release()
  })

  it('refuses data of a newer version, keeps its mark, and lets go of the lock', () => {
    openDataDirectory(path, { version: 7 }).release()
    const { message, fix } = failureOf(() => openDataDirectory(path, { version: 6 }))
    expect(message).toContain('newer version (layout 7, this one knows 6)')
    expect(fix).toContain('git pull')
    expect(readFileSync(join(path, 'version'), 'utf8')).toBe('7\n')
    openDataDirectory(path, { version: 7 }).release()
  })

  it('marks older data with the version that now writes it', () => {
    openDataDirectory(path, { version: 1 }).release()
    openDataDirectory(path, { version: 2 }).release()
    expect(readFileSync(join(path, 'version'), 'utf8')).toBe('2\n')
  })

  it('refuses a disk without room, naming how much is free', () => {
    const { message, fix } = failureOf(() => openDataDirectory(path, { freeBytesRequired: 2 ** 60 }))
    expect(message).toMatch(/is full: \d+ MiB free/)
    expect(fix).toContain('HANZO_DATA_DIR=')
  })

  it('refuses a path that cannot be a directory', () => {
    writeFileSync(join(path, 'file'), '')
    expect(failureOf(() => openDataDirectory(join(path, 'file', 'data'))).message).toContain('cannot be made')
  })
})
