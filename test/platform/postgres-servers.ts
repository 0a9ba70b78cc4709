import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@hanzo/embedded'
import { findPostgresPrograms, startDebianPostgres } from './debian-postgres.ts'

export interface PostgresServer {
  url: string
  close(): Promise<void>
}

export interface PostgresKind {
  name: string
  /** Why it cannot run here; a test must say so, not pass. */
  absentBecause: string | undefined
  /** Several processes may use it at the same time; PGlite has one session, so its locks hold nobody off. */
  isShared: boolean
  start(): Promise<PostgresServer>
}

/** PGlite behind its socket, as `npm start` runs it, on throw-away data. */
export async function startEmbeddedPostgres(): Promise<PostgresServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hanzo-pglite-'))
  const server = await startPostgres({ dataDir })
  return {
    url: server.url,
    async close() {
      await server.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const programs = findPostgresPrograms()

/** The two that the platform runs on: what it asks must work on both. */
export const postgresKinds: PostgresKind[] = [
  { name: 'PGlite', absentBecause: undefined, isShared: false, start: startEmbeddedPostgres },
  {
    name: `PostgreSQL of the system (${programs ?? 'absent'})`,
    absentBecause: programs ? undefined : 'there is no PostgreSQL server here: apt-get install postgresql',
    isShared: true,
    start: () => startDebianPostgres(programs ?? ''),
  },
]

/** Whichever starts faster here, for tests that do not care. */
export function startAnyPostgres(): Promise<PostgresServer> {
  return programs ? startDebianPostgres(programs) : startEmbeddedPostgres()
}
