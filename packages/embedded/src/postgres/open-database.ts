import { access, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { durableStartParameters, makeDurable } from './make-durable.ts'
import { templatePath } from './template.ts'

/** Opens the database, and makes it first if it is not there. A making that was cut short is done again from the start. */
export async function openDatabase(dataDir: string, reportProgress: (message: string) => void): Promise<PGlite> {
  const directory = resolve(dataDir, 'pgdata')
  const marker = resolve(dataDir, 'initialised')
  const isInitialised = await exists(marker)
  if (!isInitialised) await makeDatabase(directory, reportProgress)
  const database = await PGlite.create(directory, { startParams: durableStartParameters() })
  makeDurable(database)
  if (!isInitialised) {
    await syncTree(directory)
    await writeFile(marker, '')
    await sync(dataDir)
  }
  return database
}

async function makeDatabase(directory: string, reportProgress: (message: string) => void): Promise<void> {
  await rm(directory, { recursive: true, force: true })
  const template = templatePath()
  if (await exists(template)) {
    reportProgress('unpacking the PostgreSQL data directory, once')
    const made = await PGlite.create({ dataDir: directory, loadDataDir: new Blob([await readFile(template)]) })
    return made.close()
  }
  reportProgress('making the PostgreSQL data directory, once, about 10 s')
  const made = await PGlite.create(directory)
  await made.close()
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function syncTree(directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true })
  for (const entry of ['', ...entries]) await sync(join(directory, entry))
}

async function sync(path: string): Promise<void> {
  const handle = await open(path)
  await handle.sync()
  await handle.close()
}
