import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * Where the build leaves a data directory that is ready to use, as a compressed archive: to unpack it takes an eighth of the time,
 * and a third of the memory, that PostgreSQL takes to make one. It belongs to one version of PGlite.
 */
export function templatePath(): string {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const { version } = JSON.parse(readFileSync(new URL('../package.json', `file://${main}`), 'utf8'))
  return fileURLToPath(new URL(`./pgdata-${version}.tar.gz`, import.meta.url))
}
