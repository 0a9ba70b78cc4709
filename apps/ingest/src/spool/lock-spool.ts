import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { SpoolLockedError } from './spool-errors.ts'

interface Owner {
  pid: number
  host: string
  /** When the process began, in the kernel's ticks: a process id is soon used again, in a container at once. */
  processStart: string
}

const refreshMs = 2_000
/** A lock from another host (a replaced container) is dead when it was not refreshed for this long. */
const staleMs = 10_000

async function processStartOf(pid: number): Promise<string> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The command's name, in parentheses, may hold spaces; the start time is the 20th field behind it.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return '' // not Linux, or no such process: the id alone decides
  }
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner
  } catch {
    return undefined // no lock, or one that its writer did not finish
  }
}

async function isLive(path: string, owner: Owner, self: Owner): Promise<boolean> {
  if (owner.host === self.host) {
    return isProcessAlive(owner.pid) && (await processStartOf(owner.pid)) === owner.processStart
  }
  const refreshedAt = await stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  )
  return Date.now() - refreshedAt < staleMs
}

async function claim(path: string, self: Owner): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(self), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Puts a dead owner's lock aside. When another process was faster, and the lock is its own by now, it is put back. */
async function removeDeadLock(path: string, dead: Owner | undefined, self: Owner): Promise<void> {
  const aside = `${path}.${self.pid}.dead`
  try {
    await rename(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const removed = await readOwner(aside)
  if (JSON.stringify(removed) !== JSON.stringify(dead)) await rename(aside, path)
  else await rm(aside, { force: true })
}

/**
 * Takes a spool directory for this process.
 * @param takesOver the lock may be this process's own, left by a thread that ended without a word.
 * @returns the release.
 * @throws {SpoolLockedError} while another live process holds it.
 */
export async function lockSpool(directory: string, takesOver = false): Promise<() => Promise<void>> {
  const path = join(directory, 'lock')
  const self: Owner = { pid: process.pid, host: hostname(), processStart: await processStartOf(process.pid) }
  const deadline = Date.now() + staleMs + refreshMs
  while (!(await claim(path, self))) {
    const owner = await readOwner(path)
    if (takesOver && owner && JSON.stringify(owner) === JSON.stringify(self)) break
    if (owner && (await isLive(path, owner, self))) {
      if (owner.host === self.host || Date.now() > deadline) {
        throw new SpoolLockedError({ directory, pid: owner.pid, host: owner.host })
      }
      await delay(500)
    } else {
      await removeDeadLock(path, owner, self)
    }
  }
  const refresh = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => undefined) // the next refresh tries again
  }, refreshMs)
  refresh.unref()
  return async () => {
    clearInterval(refresh)
    await rm(path, { force: true })
  }
}
