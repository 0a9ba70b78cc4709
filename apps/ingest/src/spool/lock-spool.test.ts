import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockSpool } from './lock-spool.ts'
import { SpoolLockedError } from './spool-errors.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hanzo-lock-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const lockOf = (pid: number, processStart: string) => JSON.stringify({ pid, host: hostname(), processStart })

describe('lockSpool', () => {
  it('refuses a directory that a live process holds, and names the process', async () => {
    const unlock = await lockSpool(directory)
    const error = await lockSpool(directory).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(SpoolLockedError)
    expect((error as SpoolLockedError).message).toContain(`process ${process.pid} on`)
    await unlock()
    await (await lockSpool(directory))()
  })

  it('takes over from a process that is gone', async () => {
    await writeFile(join(directory, 'lock'), lockOf(2 ** 22 + 1, ''))
    const unlock = await lockSpool(directory)
    expect(JSON.parse(await readFile(join(directory, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid })
    await unlock()
  })

  it('takes over from an earlier process that had the same id, as the first process of a container does', async () => {
    await writeFile(join(directory, 'lock'), lockOf(process.pid, '1'))
    await (await lockSpool(directory))()
  })

  it('takes over a lock that its process did not finish writing', async () => {
    await writeFile(join(directory, 'lock'), '{"pid":')
    await (await lockSpool(directory))()
  })
})
