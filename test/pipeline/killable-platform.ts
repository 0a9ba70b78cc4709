import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

/** What a kill takes: one process, or the whole platform at once. */
export type Victim = 'platform' | 'clickhouse' | 'everything'

export interface KillablePlatform {
  readonly url: string
  readonly clickhouseUrl: string
  /** Ends the victim by SIGKILL, and resolves when the platform is ready again. */
  kill(victim: Victim): Promise<void>
  close(): Promise<void>
}

interface Message {
  type: 'ready' | 'pids'
  pids: { platform: number; clickhouse: number | undefined; postgres: number | undefined }
}

const main = fileURLToPath(import.meta.resolve('@hanzo/ingest/main'))
const starter = fileURLToPath(new URL('platform-process.mjs', import.meta.url))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function killNow(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function nextMessage(starter: ChildProcess, type: Message['type']): Promise<Message> {
  for (;;) {
    const [message] = (await once(starter, 'message')) as [Message]
    if (message.type === type) return message
  }
}

/** Starts the built platform with embedded engines, on ports that stay the same over its restarts. */
export async function startKillablePlatform(dataDir: string): Promise<KillablePlatform> {
  const ports = { platform: await freePort(), clickhouse: await freePort(), postgres: await freePort() }
  const clickhousePassword = randomBytes(12).toString('hex')

  async function start(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [starter], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.send({ main, dataDir, ports, clickhousePassword })
    await nextMessage(child, 'ready')
    return child
  }
  async function pids(): Promise<Message['pids']> {
    const answer = nextMessage(tree, 'pids')
    tree.send('pids')
    return (await answer).pids
  }
  async function killEverything(): Promise<void> {
    const { platform, clickhouse, postgres } = await pids()
    const ended = once(tree, 'exit')
    // The starter first: it would start what dies.
    for (const pid of [tree.pid, platform, clickhouse, postgres]) killNow(pid)
    await ended
  }

  let tree = await start()
  return {
    url: `http://127.0.0.1:${ports.platform}`,
    clickhouseUrl: `http://embedded:${clickhousePassword}@127.0.0.1:${ports.clickhouse}`,
    async kill(victim) {
      if (victim === 'everything') {
        await killEverything()
        tree = await start()
      } else if (victim === 'platform') {
        const ready = nextMessage(tree, 'ready')
        killNow((await pids()).platform)
        await ready
      } else {
        killNow((await pids()).clickhouse)
      }
    },
    close: killEverything,
  }
}
