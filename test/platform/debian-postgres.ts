import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

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

/** Starts a server with password authentication and the empty database `hanzo`. */
export async function startDebianPostgres(programs: string): Promise<DebianPostgres> {
  const directory = await mkdtemp(join(tmpdir(), 'hanzo-postgres-'))
  const owner = await serverOwner()
  await chmod(directory, 0o700)
  const passwordFile = join(directory, 'password')
  await writeFile(passwordFile, password)
  for (const path of owner ? [directory, passwordFile] : []) await chown(path, owner?.uid ?? 0, owner?.gid ?? 0)

  const data = join(directory, 'data')
  const run = (program: string, args: string[]) =>
    spawn(join(programs, program), args, { ...owner, cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] })
  const initdb = ['-D', data, '-U', user, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '-N']
  await untilDone(run('initdb', initdb))
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

/** PostgreSQL refuses to run as root: then it runs as the user of its package. */
async function serverOwner(): Promise<{ uid: number; gid: number } | undefined> {
  if (userInfo().uid !== 0) return undefined
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith('postgres:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (!uid || !gid) throw new Error('there is no user postgres: apt-get install postgresql')
  return { uid: Number(uid), gid: Number(gid) }
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port')
  return address.port
}
