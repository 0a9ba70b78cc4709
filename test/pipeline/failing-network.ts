import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * How the connection to the engine behaves:
 * - `up`: as if it were not there
 * - `down`: connections are refused as soon as they open
 * - `deaf`: requests arrive, but each connection breaks before its answer, so that the sender cannot know the outcome
 */
export type NetworkMode = 'up' | 'down' | 'deaf'

export interface FailingNetwork {
  url: string
  mode: NetworkMode
  /** Connections that were broken before an answer. */
  readonly broken: number
  close(): Promise<void>
}

function join(client: Socket, server: Socket, isDeaf: () => boolean, onBroken: () => void): void {
  client.pipe(server)
  server.on('data', (answer) => {
    if (!isDeaf()) {
      client.write(answer)
      return
    }
    onBroken()
    client.destroy()
    server.destroy()
  })
  for (const [from, to] of [
    [client, server],
    [server, client],
  ] as const) {
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
  }
}

/** Puts a network that fails on command between a client and the engine at `url`. */
export async function startFailingNetwork(url: string): Promise<FailingNetwork> {
  const { hostname, port } = new URL(url)
  const clients = new Set<Socket>()
  const network = { mode: 'up' as NetworkMode, broken: 0 }
  const server = createServer((client) => {
    clients.add(client)
    client.on('close', () => clients.delete(client))
    if (network.mode === 'down') {
      client.destroy()
      return
    }
    join(
      client,
      connect(Number(port), hostname),
      () => network.mode === 'deaf',
      () => network.broken++,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const through = new URL(url)
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: through.href,
    get mode() {
      return network.mode
    },
    set mode(mode) {
      network.mode = mode
      if (mode === 'down') for (const client of clients) client.destroy()
    },
    get broken() {
      return network.broken
    },
    close: () =>
      new Promise((resolve) => {
        for (const client of clients) client.destroy()
        server.close(() => resolve())
      }),
  }
}
