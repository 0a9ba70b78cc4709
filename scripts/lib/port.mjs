import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'

/**
 * Tells whether a server could listen there now.
 * @returns undefined if it could, else the system's error code: EADDRINUSE, EACCES, EADDRNOTAVAIL, …
 */
export function portProblem(port, host) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(error.code ?? 'UNKNOWN'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

/** Finds the process that listens on a port, as far as this user may know. @returns `{ pid, command }` or undefined. */
export async function portOwner(port) {
  return process.platform === 'linux' ? linuxPortOwner(port) : unixPortOwner(port)
}

const listening = '0A'

function listeningInodes(port) {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    (tryRead(() => readFileSync(file, 'utf8')) ?? '')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[1]?.endsWith(suffix) && columns[3] === listening)
      .map((columns) => `socket:[${columns[9]}]`),
  )
}

/** Other users' processes may not be looked into: what cannot be read has no answer. */
function tryRead(read) {
  try {
    return read()
  } catch {
    return undefined
  }
}

function linuxPortOwner(port) {
  const inodes = new Set(listeningInodes(port))
  if (inodes.size === 0) return undefined
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const handles = tryRead(() => readdirSync(`/proc/${pid}/fd`)) ?? []
    if (handles.some((fd) => inodes.has(tryRead(() => readlinkSync(`/proc/${pid}/fd/${fd}`))))) {
      const command = tryRead(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim())
      return { pid: Number(pid), command: command ?? 'unknown' }
    }
  }
  return undefined
}

function unixPortOwner(port) {
  return new Promise((resolve) => {
    execFile('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], (error, stdout) => {
      const pid = /^p(\d+)$/m.exec(stdout ?? '')?.[1]
      const command = /^c(.+)$/m.exec(stdout ?? '')?.[1]
      resolve(error || !pid ? undefined : { pid: Number(pid), command: command ?? 'unknown' })
    })
  })
}
