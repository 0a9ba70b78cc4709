/** A row with values of the columns that were asked for, by their keys. */
export interface ValueRow {
  columnValues?: Readonly<Record<string, string | null>> | undefined
}

/** A row of the API with its values by key: the order of the columns may change while it is shown. */
export function withColumnValues<Row extends { values?: (string | null)[] | undefined }>(
  { values, ...row }: Row,
  keys: readonly string[],
): Omit<Row, 'values'> & ValueRow {
  if (!values) return row
  return { ...row, columnValues: Object.fromEntries(keys.map((key, index) => [key, values[index] ?? null])) }
}

/** Of the columns that are shown, the keys of those that are none of the list itself. */
export function valueKeysOf(shownIds: readonly string[], builtInIds: readonly string[]): string[] {
  return [...new Set(shownIds)].filter((id) => !builtInIds.includes(id))
}
