import { access, mkdir, open, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'

/** Opens the database, and makes it first if it is not there. A making that was cut short is done again from the start. */
export async function openDatabase(dataDir: string, reportProgress: (message: string) => void): Promise<PGlite> {
  const directory = resolve(dataDir, 'pgdata')
  const marker = resolve(dataDir, 'initialised')
  const isInitialised = await access(marker).then(
    () => true,
    () => false,
  )
  if (!isInitialised) {
    reportProgress('making the PostgreSQL data directory, once, about 10 s')
    await rm(directory, { recursive: true, force: true })
    await mkdir(dataDir, { recursive: true })
  }
  const database = await PGlite.create(directory)
  if (!isInitialised) {
    await writeFile(marker, '')
    await sync(dataDir)
  }
  return database
}

async function sync(directory: string): Promise<void> {
  const handle = await open(directory)
  await handle.sync()
  await handle.close()
}
