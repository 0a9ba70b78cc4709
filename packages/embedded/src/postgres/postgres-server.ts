import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { PGlite } from '@electric-sql/pglite'
import { PortInUseError } from '../errors.ts'
import { Connection } from './connection.ts'
import { SharedSession } from './shared-session.ts'

export interface PostgresServerOptions {
  host: string
  port: number
  password: string
  connectionsMax: number
  transactionIdleMsMax: number
}

/** PostgreSQL's wire protocol in front of PGlite. */
export class PostgresServer {
  readonly #server: Server
  readonly #serving = new Map<Socket, Promise<void>>()

  /**
   * @param onBroken told when the engine cannot be asked any more.
   * @throws {PortInUseError}
   */
  static async listen(
    database: PGlite,
    options: PostgresServerOptions,
    onBroken: (error: unknown) => void,
  ): Promise<PostgresServer> {
    const session = new SharedSession<Connection>(database, onBroken)
    await session.open()
    const server = new PostgresServer(session, options)
    await server.#listen(options)
    return server
  }

  private constructor(session: SharedSession<Connection>, options: PostgresServerOptions) {
    const { password, transactionIdleMsMax } = options
    let id = 0
    this.#server = createServer((socket) => {
      id += 1
      const connection = new Connection({ id, socket, session, password, transactionIdleMsMax })
      const served = connection.serve().finally(() => this.#serving.delete(socket))
      this.#serving.set(socket, served)
    })
    this.#server.maxConnections = options.connectionsMax
  }

  /** Ends all connections; what they left open is rolled back. */
  async close(): Promise<void> {
    this.#server.close()
    for (const socket of this.#serving.keys()) socket.destroy()
    await Promise.all(this.#serving.values())
  }

  async #listen({ host, port }: PostgresServerOptions): Promise<void> {
    this.#server.listen(port, host)
    try {
      await once(this.#server, 'listening')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      throw new PortInUseError({ host, port }, { cause: error })
    }
  }
}
