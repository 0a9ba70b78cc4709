/** What tells a row of `resources` from others. */
export function resourceKey(projectId: string, resourceId: bigint): string {
  return `r\0${projectId}\0${resourceId}`
}

/** What tells a row of `log_patterns` from others. */
export function logPatternKey(projectId: string, patternId: bigint): string {
  return `p\0${projectId}\0${patternId}`
}

/** Series have one row a day, so that a day's partition can be read alone. `day` counts from 1970-01-01. */
export function metricSeriesKey(projectId: string, metricName: string, seriesId: bigint, day: number): string {
  return `s\0${projectId}\0${metricName}\0${seriesId}\0${day}`
}
