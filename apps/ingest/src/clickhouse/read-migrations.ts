import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { HanzoError } from '../errors.ts'

export interface Migration {
  version: number
  file: string
  checksum: string
  statements: string[]
}

const directory = new URL('../../migrations/clickhouse/', import.meta.url)
const fileName = /^(\d{4})_[a-z0-9_]+\.sql$/

/**
 * Reads the migrations of this release in their order. A statement ends with `;` at the end of a line.
 * They are written for one node. A cluster runs the same text with `Replicated` before `MergeTree` in each engine,
 * `replicated_deduplication_window` for its non-replicated name, and a `Distributed` table over each.
 */
export function readMigrations(from: URL = directory): Migration[] {
  const migrations = readdirSync(from)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const text = readFileSync(new URL(file, from), 'utf8')
      return {
        version: Number(fileName.exec(file)?.[1]),
        file,
        checksum: createHash('sha256').update(text).digest('hex'),
        statements: text.split(/;[ \t]*$/m).filter((statement) => statement.trim() !== ''),
      }
    })
  for (const [index, { version, file }] of migrations.entries()) {
    if (version !== index + 1) {
      const expected = `${String(index + 1).padStart(4, '0')}_<name>.sql`
      throw new HanzoError(`the migration ${file} should be named ${expected}`, {
        code: 'MIGRATION_MISNAMED',
        statusCode: 500,
        details: { file, expected },
      })
    }
  }
  return migrations
}
