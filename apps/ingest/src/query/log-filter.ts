import type { ClickHouseSettings } from '@clickhouse/client'
import { type LogFilter, severityOf } from '@hanzo/schema/api'
import { type Conditions, condition, containsPattern, joinConditions } from './conditions.ts'
import { recordConditions } from './record-filter.ts'
import type { TimeBounds } from './time-bounds.ts'

/** A log filter as SQL. `tail/log-predicate.ts` gives the same answers in memory. */
export function logConditions(filter: LogFilter): Conditions {
  return joinConditions([
    recordConditions(filter),
    condition(filter.severity.length > 0, 'severity_number IN {severity:Array(UInt8)}', {
      severity: severityNumbers.filter((number) => filter.severity.includes(severityOf(number))),
    }),
    condition(filter.traceId !== undefined, 'trace_id = unhex({traceId:String})', { traceId: filter.traceId }),
    condition(filter.spanId !== undefined, 'span_id = unhex({spanId:String})', { spanId: filter.spanId }),
    bodyCondition(filter.text),
  ])
}

/** Beyond 24 a severity number has no meaning; such records count as unspecified. */
const severityNumbers = Array.from({ length: 256 }, (_, number) => number)

/**
 * Finds text anywhere in the body. Words that stand whole inside the text are looked up in `body_text`; those at its
 * ends may be parts of words, which ILIKE finds by a scan of the index's dictionary. The last ILIKE decides.
 */
function bodyCondition(text: string): Conditions {
  const words = text.split(/[^A-Za-z0-9\u0080-\u{10ffff}]+/u)
  const ends = words.length > 1 ? [words[0] ?? '', words.at(-1) ?? ''] : []
  // Letters beyond ASCII are left to the last condition: lower case is not the same everywhere.
  const whole = words.slice(1, -1).filter((word) => /^[A-Za-z0-9]+$/.test(word))
  const parts = ends.filter((word) => /^[A-Za-z0-9]{4,}$/.test(word))
  return joinConditions([
    condition(whole.length > 0, 'hasAllTokens(body, {words:Array(String)})', {
      words: whole.map((word) => word.toLowerCase()),
    }),
    ...parts.map((word, index) =>
      condition(true, `body ILIKE {part${index}:String}`, { [`part${index}`]: containsPattern(word) }),
    ),
    condition(text !== '', 'body ILIKE {text:String}', { text: containsPattern(text) }),
  ])
}

const dictionaryScanFromMilliseconds = 3 * 3_600_000

/** Reading the bodies of a short range costs less than scanning the dictionary of a whole day. */
export function textSettings(filter: LogFilter, bounds: TimeBounds): ClickHouseSettings {
  const range = bounds.toMilliseconds - bounds.fromMilliseconds
  if (filter.text === '' || range >= dictionaryScanFromMilliseconds) return {}
  return { use_text_index_like_evaluation_by_dictionary_scan: 0 } as ClickHouseSettings
}
