import { lockDataDirectory } from '../supervisor/data-directory-lock.ts'
import { type Engine, failAndExit, runEngineChild } from '../supervisor/engine-child.ts'
import { openDatabase } from './open-database.ts'
import { PostgresServer, type PostgresServerOptions } from './postgres-server.ts'

export interface PostgresChildOptions extends PostgresServerOptions {
  dataDir: string
}

runEngineChild(startPostgresServer)

async function startPostgresServer(
  options: PostgresChildOptions,
  reportProgress: (message: string) => void,
): Promise<Engine> {
  await lockDataDirectory(options.dataDir)
  const database = await openDatabase(options.dataDir, reportProgress)
  const server = await PostgresServer.listen(database, options, failAndExit)
  return {
    async close() {
      await server.close()
      await database.close()
    },
  }
}
