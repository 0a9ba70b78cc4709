import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { libchdbPath } from 'chdb/libchdb'
import { PortInUseError } from '../errors.ts'
import { lockDataDirectory } from '../supervisor/data-directory-lock.ts'
import { type Engine, failAndExit, runEngineChild } from '../supervisor/engine-child.ts'
import { attachTerminal, runClickHouseLocal } from '../supervisor/native.ts'
import { repairDeduplicationLogs } from './repair-deduplication-logs.ts'
import { type ServerConfig, STARTUP_STATEMENTS, serverXml, usersXml } from './server-config.ts'
import { TerminalSession } from './terminal-session.ts'

runEngineChild(startClickHouseServer)

/**
 * libchdb holds the whole of clickhouse-local, and clickhouse-local can open ClickHouse's own HTTP server (SYSTEM START LISTEN).
 * It runs on a terminal that we hold, as if somebody sat there: only then does it survive a client that resets its connection
 * (otherwise an uncaught network error ends the process), and it costs nothing while it waits for a next statement that never comes.
 */
async function startClickHouseServer(config: ServerConfig): Promise<Engine> {
  await lockDataDirectory(config.dataDir)
  await repairDeduplicationLogs(config.dataDir)
  const directory = resolve(config.dataDir, 'embedded')
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await mkdir(resolve(config.dataDir, 'log'), { recursive: true, mode: 0o700 })
  await writeFile(resolve(directory, 'config.xml'), serverXml(config), { mode: 0o600 })
  await writeFile(resolve(directory, 'users.xml'), usersXml(config), { mode: 0o600 })

  const prompt = `${randomUUID()}> `
  const session = new TerminalSession(attachTerminal(), prompt)
  const ended = runClickHouseLocal(libchdbPath(), [
    `--config-file=${resolve(directory, 'config.xml')}`,
    `--path=${config.dataDir}`,
    '--database=system',
    '--interactive',
    `--prompt=${prompt}`,
    '--disable_suggestion',
    '--highlight=0',
    '--progress=off',
  ])
  const isClosed = { value: false }
  const failed = ended.then((said) => {
    if (!isClosed.value) throw new Error(said === '' ? 'the ClickHouse server ended' : said)
  })
  await Promise.race([failed, listen(session, config)])
  failed.catch(failAndExit)
  return {
    async close() {
      isClosed.value = true
      session.type('exit')
      await ended
    },
  }
}

async function listen(session: TerminalSession, { host, port }: ServerConfig): Promise<void> {
  await session.untilPrompt()
  for (const statement of STARTUP_STATEMENTS) {
    await session.run(statement).catch((error: Error) => {
      throw error.message.includes('Address already in use')
        ? new PortInUseError({ host, port }, { cause: error })
        : error
    })
  }
}
