import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'

/** A PostgreSQL server of the system's packages, on throw-away data and a free loopback port. */
export interface DebianPostgres {
  url: string
  close(): Promise<void>
}

const packages = '/usr/lib/postgresql'
const user = 'hanzo'
const password = 'for-tests-only'

/** Where the server's programs are; `undefined` when the package `postgresql` is not installed. */
export function findPostgresPrograms(): string | undefined {
  if (!existsSync(packages)) return undefined
  const versions = readdirSync(packages).sort((a, b) => Number(b) - Number(a))
  return versions.map((version) => join(packages, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
}

/** Starts a server with password authentication. */
export async function startDebianPostgres(programs: string): Promise<DebianPostgres> {
  const directory = await mkdtemp(join(tmpdir(), 'hanzo-postgres-'))
  const passwordFile = join(directory, 'password')
  await writeFile(passwordFile, password)
  const identity = await identityOfServer()
  if (identity.owner) {
    for (const path of [directory, passwordFile]) await chown(path, identity.owner.uid, identity.owner.gid)
  }
  const run = (program: string, args: string[]) => {
    const [command = '', ...rest] = [...identity.wrapper, join(programs, program), ...args]
    return spawn(command, rest, { ...identity.owner, cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] })
  }

  const data = join(directory, 'data')
  await untilDone(run('initdb', ['-D', data, '-U', user, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-N']))
  const port = await freePort()
  const server = run('postgres', ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', directory, '-F'])
  await untilReady(server)
  return {
    url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`,
    async close() {
      server.kill('SIGINT')
      if (server.exitCode === null) await once(server, 'exit')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

interface Identity {
  /** A command that runs the program given to it. */
  wrapper: string[]
  owner?: { uid: number; gid: number }
}

/**
 * PostgreSQL refuses to run as root: then it runs as the user of its package, or, where that user may not even write to
 * /dev/null, in a user namespace that shows it another user id.
 */
async function identityOfServer(): Promise<Identity> {
  if (userInfo().uid !== 0) return { wrapper: [] }
  const isNullDeviceShared = ((await stat('/dev/null')).mode & 0o002) !== 0
  if (!isNullDeviceShared) return { wrapper: ['unshare', '--user', '--map-user=1000', '--map-group=1000'] }
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith('postgres:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (!uid || !gid) throw new Error('there is no user postgres: apt-get install postgresql')
  return { wrapper: [], owner: { uid: Number(uid), gid: Number(gid) } }
}

async function untilDone(child: ChildProcess): Promise<void> {
  let said = ''
  child.stderr?.on('data', (data) => {
    said += data
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`initdb failed: ${said}`)
}

async function untilReady(server: ChildProcess): Promise<void> {
  if (!server.stderr) throw new TypeError('the server has no output')
  const said: string[] = []
  for await (const line of createInterface({ input: server.stderr })) {
    said.push(line)
    if (line.includes('ready to accept connections')) {
      server.stderr.resume()
      return
    }
  }
  throw new Error(`postgres did not start: ${said.join('\n')}`)
}
