import { resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { PortInUseError } from '../errors.ts'
import { lockDataDirectory } from '../supervisor/data-directory-lock.ts'
import { type Engine, runEngineChild } from '../supervisor/engine-child.ts'

export interface PostgresChildOptions {
  dataDir: string
  host: string
  port: number
}

runEngineChild(startPostgresServer)

async function startPostgresServer(
  options: PostgresChildOptions,
  reportProgress: (message: string) => void,
): Promise<Engine> {
  await lockDataDirectory(options.dataDir)
  reportProgress('opening the PostgreSQL data directory')
  const database = await PGlite.create(resolve(options.dataDir, 'pgdata'))
  const server = new PGLiteSocketServer({ db: database, host: options.host, port: options.port, maxConnections: 100 })
  await server.start().catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new PortInUseError(options, { cause: error }) : error
  })
  return {
    async close() {
      await server.stop()
      await database.close()
    },
  }
}
