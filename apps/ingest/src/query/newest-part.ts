import type { SpanFilter } from '@hanzo/schema/api'
import { conditionFor, needsOnly } from '@hanzo/search'
import { spanSearch } from './search-filter.ts'
import type { TimeBounds } from './time-bounds.ts'

/** Shorter ranges lie in one or two parts of the table anyway. */
const dividedMillisecondsMin = 4 * 3_600_000
const partsOfRange = 48

/**
 * The bounds in the order in which a list that is newest first reads them: a read in the order of the key opens every part of the table that
 * may hold rows, so the newest 48th is read alone, and the rest where it did not have enough.
 */
export function newestPartFirst(bounds: TimeBounds): TimeBounds[] {
  const { fromMilliseconds, toMilliseconds } = bounds
  const length = toMilliseconds - fromMilliseconds
  if (length < dividedMillisecondsMin) return [bounds]
  const middle = toMilliseconds - Math.ceil(length / partsOfRange)
  return [
    { fromMilliseconds: middle, toMilliseconds },
    { fromMilliseconds, toMilliseconds: middle },
  ]
}

/** The same for spans. Only searches that many spans pass are divided: of rare ones most would be read twice. */
export function newestFirst(bounds: TimeBounds, filter: SpanFilter): TimeBounds[] {
  const isFrequent = needsOnly(conditionFor('spans', spanSearch(filter)), [
    'service_name',
    'name',
    'kind',
    'status_code',
  ])
  return isFrequent ? newestPartFirst(bounds) : [bounds]
}
