/** The days of the range, for the key of `metric_series`, which has one row a series and day. */
export const SERIES_DAYS = `day >= toDate(fromUnixTimestamp64Milli({from:Int64}, 'UTC'))
  AND day <= toDate(fromUnixTimestamp64Milli({to:Int64}, 'UTC'))`

/** A series is noted about once an hour: one that is alive was seen at most this long before the range. */
export const LAST_SEEN_LAG_SECONDS = 2 * 3600

export const SERIES_ALIVE = `last_seen >= toDateTime(intDiv({from:Int64}, 1000) - ${LAST_SEEN_LAG_SECONDS}, 'UTC')`
