import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataDirectoryLockedError } from '../errors.ts'
import { lockFile } from './native.ts'

const ORPHAN_WAIT_MS = 15_000
const RETRY_MS = 50

interface Holder {
  pid: number
  supervisorPid: number
}

/**
 * Takes the data directory for this process until it ends, and makes the directory if it is missing.
 * The lock is the kernel's, so a killed process leaves none behind. A holder whose supervisor is dead is about to end: it gets 15 s.
 * @throws {DataDirectoryLockedError} with the pid of the process to stop: the holder's supervisor.
 */
export async function lockDataDirectory(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'lock')
  const deadline = Date.now() + ORPHAN_WAIT_MS
  const fileDescriptor = openSync(path, 'a+', 0o600)
  while (!lockFile(fileDescriptor)) {
    const holder = readHolder(path)
    if (Date.now() > deadline || (holder !== undefined && isAlive(holder.supervisorPid))) {
      closeSync(fileDescriptor)
      throw new DataDirectoryLockedError(dataDir, holder?.supervisorPid)
    }
    await sleep(RETRY_MS)
  }
  const holder: Holder = { pid: process.pid, supervisorPid: process.ppid }
  ftruncateSync(fileDescriptor)
  writeSync(fileDescriptor, `${JSON.stringify(holder)}\n`)
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    // The holder took the lock a moment ago and has not written its name yet.
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
