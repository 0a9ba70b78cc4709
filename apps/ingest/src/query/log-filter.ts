import type { ClickHouseSettings } from '@clickhouse/client'
import type { LogFilter } from '@hanzo/schema/api'
import { type Condition, conditionFor, searchesPartsOfWords, searchesText } from '@hanzo/search'
import { usesTextIndex } from '@hanzo/search/sql'
import type { Conditions } from './conditions.ts'
import { logSearch } from './search-filter.ts'
import { searchConditions } from './span-filter.ts'
import type { TimeBounds } from './time-bounds.ts'

/**
 * A log filter as SQL. `tail/select-rows.ts` gives the same answers in memory.
 * @throws {InvalidSearchError}
 */
export function logConditions(filter: LogFilter): Conditions {
  return searchConditions(logSearch(filter), 'logs')
}

const dictionaryScanFromMilliseconds = 3 * 3_600_000

/**
 * How the index of bodies is read: rows of a rare word are looked for among those of a frequent one, instead of reading all of both. The
 * dictionary is scanned where the words are not looked up, and not in short ranges, where reading the bodies costs less.
 */
export function textSettings(search: Condition, bounds: TimeBounds): ClickHouseSettings {
  if (!searchesText(search, 'body')) return {}
  const range = bounds.toMilliseconds - bounds.fromMilliseconds
  const isLookedUp = usesTextIndex(conditionFor('logs', search)) && !searchesPartsOfWords(search, 'body')
  const scansDictionary = range >= dictionaryScanFromMilliseconds && !isLookedUp
  return {
    text_index_posting_list_apply_mode: 'lazy',
    use_text_index_like_evaluation_by_dictionary_scan: scansDictionary ? 1 : 0,
  } as ClickHouseSettings
}
