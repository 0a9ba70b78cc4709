import type { DeadLetterSummary, IngestStatus } from '@hanzo/schema/api'
import type { Pipeline } from '../pipeline.ts'
import type { DeadLetter } from '../writer/letter-file.ts'
import type { IngestLedger } from './ingest-ledger.ts'

export interface IngestStatusParts {
  ledger: Pick<IngestLedger, 'recent' | 'unidentified'>
  pipeline: Pick<Pipeline, 'state' | 'listDeadLetters'>
  startedAtUnixMs: number
}

/** How receiving and writing go right now, from memory: it answers while ClickHouse is away, too. */
export async function ingestStatus(
  { ledger, pipeline, startedAtUnixMs }: IngestStatusParts,
  projectId: string,
): Promise<IngestStatus> {
  const state = pipeline.state()
  const letters = (await pipeline.listDeadLetters()).filter((letter) => deadLetterOf(letter, projectId))
  return {
    startedAtUnixMs,
    recent: ledger.recent(projectId),
    spool: { bytes: state.spoolBytes, bytesMax: state.spoolBytesMax, segments: state.spoolSegments },
    lag: state.lag.recent,
    writerFailure: state.writerFailure,
    deadLetters: { count: letters.length, bytes: letters.reduce((sum, { bytes }) => sum + bytes, 0) },
    unidentified: ledger.unidentified.list(),
  }
}

/** A dead letter as a project sees it; `undefined` where none of its rows are the project's. */
export function deadLetterOf(letter: DeadLetter, projectId: string): DeadLetterSummary | undefined {
  const tables = letter.tables.flatMap(({ table, projects, code, message, attempts }) => {
    const rows = projects[projectId] ?? 0
    return rows > 0 ? [{ table, rows, code, message, attempts }] : []
  })
  if (tables.length === 0) return undefined
  const { id, refusedAtUnixMs, bytes } = letter
  return {
    id,
    refusedAtUnixMs,
    bytes,
    hasOtherProjects: projectsOf(letter).some((other) => other !== projectId),
    tables,
  }
}

/** The projects whose rows are in a dead letter. */
export function projectsOf({ tables }: DeadLetter): string[] {
  return [...new Set(tables.flatMap(({ projects }) => Object.keys(projects)))]
}
