import { ingestProblemOutcomeSchema } from '@hanzo/schema/api'
import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { timeSearchParams } from '@/lib/time-search-params.ts'

/** The URL of the ingest page: `problem` and `letter` are what is open beside the list. */
export const ingestSearchParams = {
  ...timeSearchParams,
  view: parseAsStringLiteral(['problems', 'dead-letters'] as const).withDefault('problems'),
  outcome: parseAsStringLiteral(ingestProblemOutcomeSchema.options),
  problem: parseAsString,
  letter: parseAsString,
}
export type IngestSearch = inferParserType<typeof ingestSearchParams>

export const loadIngestSearch = createLoader(ingestSearchParams)
