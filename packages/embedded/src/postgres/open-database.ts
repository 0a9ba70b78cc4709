import { access, open, readFile, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { templatePath } from './template.ts'

/** Opens the database, and makes it first if it is not there. A making that was cut short is done again from the start. */
export async function openDatabase(dataDir: string, reportProgress: (message: string) => void): Promise<PGlite> {
  const directory = resolve(dataDir, 'pgdata')
  const marker = resolve(dataDir, 'initialised')
  const isInitialised = await exists(marker)
  const database = isInitialised ? await PGlite.create(directory) : await makeDatabase(directory, reportProgress)
  if (!isInitialised) {
    await writeFile(marker, '')
    await sync(dataDir)
  }
  return database
}

async function makeDatabase(directory: string, reportProgress: (message: string) => void): Promise<PGlite> {
  await rm(directory, { recursive: true, force: true })
  const template = templatePath()
  if (await exists(template)) {
    reportProgress('unpacking the PostgreSQL data directory, once')
    return PGlite.create({ dataDir: directory, loadDataDir: new Blob([await readFile(template)]) })
  }
  reportProgress('making the PostgreSQL data directory, once, about 10 s')
  return PGlite.create(directory)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function sync(directory: string): Promise<void> {
  const handle = await open(directory)
  await handle.sync()
  await handle.close()
}
