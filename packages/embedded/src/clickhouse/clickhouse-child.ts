import { closeSync, openSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { libchdbPath } from 'chdb/libchdb'
import { lockDataDirectory } from '../supervisor/data-directory-lock.ts'
import { type Engine, failAndExit, runEngineChild } from '../supervisor/engine-child.ts'
import { makeNamedPipe, runClickHouseLocal } from '../supervisor/native.ts'
import { type ServerConfig, STARTUP_STATEMENTS, serverXml, usersXml } from './server-config.ts'

runEngineChild(startClickHouseServer)

/**
 * libchdb holds the whole of clickhouse-local, and clickhouse-local can open ClickHouse's own HTTP server (SYSTEM START LISTEN).
 * It ends after its last query, so its last "query" is a named pipe that stays open and silent until we want it to end.
 */
async function startClickHouseServer(config: ServerConfig): Promise<Engine> {
  await lockDataDirectory(config.dataDir)
  const directory = resolve(config.dataDir, 'embedded')
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await mkdir(resolve(config.dataDir, 'log'), { recursive: true, mode: 0o700 })
  const path = (name: string) => resolve(directory, name)
  await writeFile(path('config.xml'), serverXml(config), { mode: 0o600 })
  await writeFile(path('users.xml'), usersXml(config), { mode: 0o600 })
  await writeFile(path('startup.sql'), `${STARTUP_STATEMENTS.join(';\n')};\n`)
  rmSync(path('until-closed'), { force: true })
  makeNamedPipe(path('until-closed'))
  // Open for reading and writing, so that neither end waits for the other.
  const pipe = openSync(path('until-closed'), 'r+')
  const ended = runClickHouseLocal(libchdbPath(), [
    `--config-file=${path('config.xml')}`,
    `--path=${config.dataDir}`,
    '--database=system',
    `--queries-file=${path('startup.sql')}`,
    `--queries-file=${path('until-closed')}`,
  ])
  let isClosing = false
  ended.then((said) => {
    if (!isClosing) failAndExit(new Error(said === '' ? 'the ClickHouse server ended' : said))
  }, failAndExit)
  return {
    async close() {
      isClosing = true
      closeSync(pipe)
      await ended
    },
  }
}
