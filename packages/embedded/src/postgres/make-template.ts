import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { templatePath } from './template.ts'

// Run by the build. Everything works without the template, only slower the first time.
const path = templatePath()
if (!existsSync(path)) {
  const database = await PGlite.create()
  const archive = await database.dumpDataDir('gzip')
  await database.close()
  await writeFile(`${path}.part`, Buffer.from(await archive.arrayBuffer()))
  await rename(`${path}.part`, path)
}
