import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort, isFree } from '../platform/free-port.ts'

/** What a kill takes: one process, or the whole platform at once. */
export type Victim = 'platform' | 'clickhouse' | 'everything'

export interface KillablePlatform {
  readonly url: string
  readonly clickhouseUrl: string
  /** Ends the victim by SIGKILL, or the platform's process as an update does, and resolves when the platform is ready again. */
  kill(victim: Victim | 'gracefully'): Promise<void>
  close(): Promise<void>
}

interface Message {
  type: 'ready' | 'pids'
  pids: { platform: number; clickhouse: number | undefined; postgres: number | undefined }
}

const main = fileURLToPath(import.meta.resolve('@hanzo/ingest/main'))
const starter = fileURLToPath(new URL('platform-process.mjs', import.meta.url))

/** SIGKILL returns before the killed process has let go of its sockets. */
async function untilFree(port: number): Promise<void> {
  while (!(await isFree(port))) await new Promise((resolve) => setTimeout(resolve, 20))
}

function killNow(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    if (pid !== undefined) process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function nextMessage(tree: ChildProcess, type: Message['type']): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`the platform's starter ended with code ${code}`))
    const onMessage = (message: Message) => {
      if (message.type !== type) return
      tree.off('message', onMessage).off('exit', onExit)
      resolve(message)
    }
    tree.on('message', onMessage).on('exit', onExit)
  })
}

/** Starts the built platform with embedded engines, on ports that stay the same over its restarts. */
export async function startKillablePlatform(dataDir: string): Promise<KillablePlatform> {
  const ports = { platform: await freePort(), clickhouse: await freePort(), postgres: await freePort() }
  const clickhouseUrl = `http://embedded:${randomBytes(12).toString('hex')}@127.0.0.1:${ports.clickhouse}`

  async function start(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [starter], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.send({ main, dataDir, ports, clickhouseUrl })
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
    await Promise.all(Object.values(ports).map(untilFree))
  }

  let tree = await start()
  return {
    url: `http://127.0.0.1:${ports.platform}`,
    clickhouseUrl,
    async kill(victim) {
      if (victim === 'everything') {
        await killEverything()
        tree = await start()
      } else if (victim === 'platform' || victim === 'gracefully') {
        const ready = nextMessage(tree, 'ready')
        killNow((await pids()).platform, victim === 'platform' ? 'SIGKILL' : 'SIGTERM')
        await ready
      } else {
        killNow((await pids()).clickhouse)
      }
    },
    close: killEverything,
  }
}
