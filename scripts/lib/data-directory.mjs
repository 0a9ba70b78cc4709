import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'

/** Raised when the layout of the data directory changes in a way that an older version cannot read. */
export const dataVersion = 1

const freeBytesMin = 512 * 1024 * 1024

/**
 * Opens the data directory for this process alone.
 * @returns `{ path, release }`; `release()` gives the lock back.
 * @throws {LaunchError} if another instance holds it, a newer version wrote it, it cannot be written or the disk is full.
 */
export function openDataDirectory(path, { version = dataVersion, freeBytesRequired = freeBytesMin } = {}) {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new LaunchError(`the data directory ${path} cannot be made: ${error.message}`, {
      fix: otherDirectory,
      cause: error,
    })
  }
  checkFreeSpace(path, freeBytesRequired)
  const release = lock(path)
  try {
    checkVersion(path, version)
  } catch (error) {
    release()
    throw error
  }
  return { path, release }
}

const otherDirectory = 'Name another one: HANZO_DATA_DIR=/some/folder npm start'

function checkFreeSpace(path, required) {
  const { bavail, bsize } = statfsSync(path)
  const free = bavail * bsize
  if (free >= required) return
  const mebibytes = (bytes) => `${Math.floor(bytes / 1024 / 1024)} MiB`
  throw new LaunchError(
    `the disk of ${path} is full: ${mebibytes(free)} free, at least ${mebibytes(required)} needed`,
    { fix: 'Free some space, or name a folder on another disk: HANZO_DATA_DIR=/some/folder npm start' },
  )
}

function checkVersion(path, version) {
  const file = join(path, 'version')
  if (!existsSync(file)) return writeFileSync(file, `${version}\n`)
  const found = Number(readFileSync(file, 'utf8').trim())
  if (!Number.isInteger(found) || found < 1) {
    throw new LaunchError(`${file} does not hold a version`, { fix: `It should hold ${version}. ${otherDirectory}` })
  }
  if (found > version) {
    throw new LaunchError(
      `the data in ${path} was written by a newer version (layout ${found}, this one knows ${version})`,
      { fix: 'Update this clone (git pull), or start with another folder: HANZO_DATA_DIR=/some/folder npm start' },
    )
  }
  if (found < version) writeFileSync(file, `${version}\n`)
}

function lock(path) {
  const file = join(path, 'lock')
  const own = JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString(), command: commandOf(process.pid) })
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(file, own, { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw new LaunchError(`${path} cannot be written: ${error.message}`, { fix: otherDirectory, cause: error })
      }
    }
    const holder = readHolder(file)
    if (isAlive(holder)) {
      throw new LaunchError(
        `${path} is in use by another instance (process ${holder.pid}, since ${holder.startedAt})`,
        {
          fix: `Stop that one (kill ${holder.pid}), or give this one its own folder and port:\nHANZO_DATA_DIR=/some/folder HANZO_PORT=4320 npm start`,
        },
      )
    }
    rmSync(file, { force: true })
  }
  throw new LaunchError(`${path} is being opened by another instance at this moment`, { fix: 'Try again.' })
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Killed between creating and writing it: nobody holds a lock that does not say who.
    return {}
  }
}

/** Linux gives process ids out again: an id with another command line is not the holder. */
function isAlive({ pid, command }) {
  if (!Number.isInteger(pid)) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
  const now = commandOf(pid)
  return !command || !now || now === command
}

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}
