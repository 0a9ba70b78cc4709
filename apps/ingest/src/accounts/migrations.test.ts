import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const workspace = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

it('the migrations make the tables that the code knows', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'hanzo-migrations-'))
  cpSync(workspace('migrations/postgres'), copy, { recursive: true })
  const before = readdirSync(copy)
  const schema = workspace('src/accounts/tables.ts')
  // drizzle-kit puts `./` before this path, so it has to be a relative one.
  const out = relative(workspace(''), copy)
  const generate = ['generate', '--dialect', 'postgresql', '--schema', schema, '--out', out]
  const { stdout } = await promisify(execFile)(process.execPath, [workspace('scripts/drizzle-kit.mjs'), ...generate])
  const made = readdirSync(copy).filter((file) => !before.includes(file))
  expect(made, `run: npm run generate:postgres -w apps/ingest\n${stdout}`).toEqual([])
  expect(stdout).toContain('No schema changes')
  rmSync(copy, { recursive: true })
}, 90_000)
