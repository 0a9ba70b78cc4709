import type { ClickHouseSettings } from '@clickhouse/client'
import type { LogFilter } from '@hanzo/schema/api'
import { type Condition, searchesText } from '@hanzo/search'
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

/** Reading the bodies of a short range costs less than scanning the dictionary of a whole day. */
export function textSettings(search: Condition, bounds: TimeBounds): ClickHouseSettings {
  const range = bounds.toMilliseconds - bounds.fromMilliseconds
  if (!searchesText(search, 'body') || range >= dictionaryScanFromMilliseconds) return {}
  return { use_text_index_like_evaluation_by_dictionary_scan: 0 } as ClickHouseSettings
}
