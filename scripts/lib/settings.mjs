import { resolve } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { root } from './paths.mjs'
import { portOwner, portProblem } from './port.mjs'

/** What the launcher itself needs to know; everything else the platform reads and checks. */
export function launcherSettings(environment = process.env) {
  const host = environment.HANZO_HOST || '127.0.0.1'
  const port = portOf('HANZO_PORT', environment.HANZO_PORT || '4318', 4318)
  // As the platform has it: beside the port of HTTP, so that two platforms do not meet.
  const grpcPort =
    environment.HANZO_GRPC_PORT === 'off'
      ? undefined
      : portOf('HANZO_GRPC_PORT', environment.HANZO_GRPC_PORT || String(Math.max(0, port - 1)), 4317)
  return { host, port, grpcPort, dataDirectory: resolve(root, environment.HANZO_DATA_DIR || '.hanzo') }
}

function portOf(name, text, usual) {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new LaunchError(`${name} is ${text}, which is no port`, { fix: `${name}=${usual} npm start` })
}

/** Where the platform is to listen, checked before minutes are spent on a build. @throws {LaunchError} */
export async function checkPorts({ host, port, grpcPort }) {
  if (port !== 0) await checkPort(port, host)
  if (grpcPort) await checkPort(grpcPort, host, 'HANZO_GRPC_PORT')
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
export async function checkPort(port, host, setting = 'HANZO_PORT') {
  const problem = await portProblem(port, host)
  if (!problem) return
  // The port above that of gRPC is that of HTTP.
  const another = setting === 'HANZO_PORT' ? port + 1 : port - 1
  const fix = `Use another one: ${setting}=${another} npm start`
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
