import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * How ClickHouse behaves:
 * - `up`: as it is
 * - `down`: connections break at once
 * - `slow`: every answer comes `delayMilliseconds` late
 * - `refusing`: inserts are answered with an error that passes: too many parts
 * - `deaf`: inserts are done, but their answer never arrives
 */
export type EngineMode = 'up' | 'down' | 'slow' | 'refusing' | 'deaf'

export interface HostileEngine {
  url: string
  mode: EngineMode
  delayMilliseconds: number
  close(): Promise<void>
}

const tooManyParts = '252'

/** Stands between the platform and ClickHouse, and answers in its stead where it is told to. */
export async function startHostileEngine(engineUrl: string): Promise<HostileEngine> {
  const target = new URL(engineUrl)
  const state = { mode: 'up' as EngineMode, delayMilliseconds: 2_000 }
  const server = createServer((asked, answer) => {
    asked.on('error', () => answer.destroy())
    const isInsert = decodeURIComponent(asked.url ?? '').includes('INSERT')
    if (state.mode === 'down') asked.socket.destroy()
    else if (state.mode === 'refusing' && isInsert) refuse(asked, answer)
    else passOn(asked, answer, target, () => (isInsert ? state.mode : 'up'), state)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(engineUrl)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    get mode() {
      return state.mode
    },
    set mode(mode) {
      state.mode = mode
      if (mode === 'down') server.closeAllConnections()
    },
    get delayMilliseconds() {
      return state.delayMilliseconds
    },
    set delayMilliseconds(milliseconds) {
      state.delayMilliseconds = milliseconds
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function refuse(asked: IncomingMessage, answer: ServerResponse): void {
  asked.resume().on('end', () => {
    answer.writeHead(500, { 'x-clickhouse-exception-code': tooManyParts })
    answer.end(`Code: ${tooManyParts}. DB::Exception: Too many parts. (TOO_MANY_PARTS)\n`)
  })
}

function passOn(
  asked: IncomingMessage,
  answer: ServerResponse,
  target: URL,
  mode: () => EngineMode,
  { delayMilliseconds }: { delayMilliseconds: number },
): void {
  const { hostname, port } = target
  const { method, url, headers } = asked
  const forwarded = request({ hostname, port, method, path: url, headers }, (engineAnswer) => {
    const tell = () => {
      answer.writeHead(engineAnswer.statusCode ?? 502, engineAnswer.headers)
      engineAnswer.pipe(answer)
    }
    if (mode() === 'deaf') {
      engineAnswer.resume().on('end', () => asked.socket.destroy())
      return
    }
    if (mode() === 'slow') setTimeout(tell, delayMilliseconds)
    else tell()
  })
  forwarded.on('error', () => answer.destroy())
  answer.on('close', () => forwarded.destroy())
  asked.pipe(forwarded)
}
