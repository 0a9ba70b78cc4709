import { resolve } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { root } from './paths.mjs'
import { portOwner, portProblem } from './port.mjs'

/** What the launcher itself needs to know; everything else the platform reads and checks. */
export function launcherSettings(environment = process.env) {
  const host = environment.HANZO_HOST || '127.0.0.1'
  const port = Number(environment.HANZO_PORT || 4318)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new LaunchError(`HANZO_PORT is ${environment.HANZO_PORT}, which is no port`, {
      fix: 'HANZO_PORT=4318 npm start',
    })
  }
  return { host, port, dataDirectory: resolve(root, environment.HANZO_DATA_DIR || '.hanzo') }
}

const isLoopback = (host) => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host) || host.endsWith('.localhost')

/** Only on this machine's own address, with nobody else's data behind it, does the platform ask no one who they are. */
export function accessFor({ host, areEnginesEmbedded, environment = process.env }) {
  if (environment.HANZO_ACCESS) return environment.HANZO_ACCESS
  const publicUrl = environment.HANZO_PUBLIC_URL
  const isLocal = isLoopback(host) && (!publicUrl || isLoopback(new URL(publicUrl).hostname))
  return isLocal && areEnginesEmbedded ? 'open' : 'required'
}

/** @throws {LaunchError} with who listens there, where this user may know it. */
export async function checkPort(port, host) {
  const problem = await portProblem(port, host)
  if (!problem) return
  const fix = `Use another one: HANZO_PORT=${port + 1} npm start`
  if (problem === 'EADDRINUSE') {
    const owner = await portOwner(port)
    const who = owner ? `process ${owner.pid}: ${owner.command.slice(0, 120)}` : 'another process'
    throw new LaunchError(`port ${port} is taken by ${who}`, {
      fix: owner ? `Stop it (kill ${owner.pid}).\n${fix}` : fix,
    })
  }
  if (problem === 'EACCES') throw new LaunchError(`this user may not listen on port ${port}`, { fix })
  if (problem === 'EADDRNOTAVAIL' || problem === 'ENOTFOUND') {
    throw new LaunchError(`${host} is no address of this machine`, {
      fix: 'HANZO_HOST=127.0.0.1, or HANZO_HOST=0.0.0.0 for all',
    })
  }
  throw new LaunchError(`cannot listen on ${host}:${port} (${problem})`, { fix })
}
