/** A cell: where it comes from in a row, as text. */
export type DownloadCell<Row> = readonly [name: string, textOf: (row: Row) => string | number | boolean]

/** Spreadsheets take a text that begins so for a formula. */
const formula = /^[=+\-@\t\r]/
const number = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i

/** One line of CSV (RFC 4180). A text that a spreadsheet would run as a formula gets a ' in front. */
export function csvLine(values: readonly (string | number | boolean)[]): string {
  return `${values.map((value) => csvCell(String(value))).join(',')}\r\n`
}

function csvCell(text: string): string {
  const safe = formula.test(text) && !number.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

interface ColumnRow {
  values?: (string | null)[] | undefined
}

/** Pages as CSV: the cells, then the columns that were asked for. */
export async function* csvOf<Row extends object>(
  pages: AsyncIterable<Row[]>,
  cells: readonly DownloadCell<Row>[],
  columns: readonly string[],
): AsyncGenerator<string> {
  // With the first page: a question that is refused has no header.
  let header = csvLine([...cells.map(([name]) => name), ...columns])
  for await (const rows of pages) {
    const lines = rows.map((row) => csvLine([...cells.map(([, textOf]) => textOf(row)), ...columnTexts(row, columns)]))
    yield `${header}${lines.join('')}`
    header = ''
  }
}

function columnTexts({ values }: ColumnRow, columns: readonly string[]): string[] {
  return columns.map((_, index) => values?.[index] ?? '')
}

/** Pages as JSON lines: each row as the list has it, the columns that were asked for as an object by key. */
export async function* jsonLinesOf<Row extends object>(
  pages: AsyncIterable<Row[]>,
  columns: readonly string[],
): AsyncGenerator<string> {
  for await (const rows of pages) {
    yield rows
      .map((whole) => {
        const { values, ...row }: Row & ColumnRow = whole
        const shown = columns.map((key, index) => [key, values?.[index] ?? null])
        return `${JSON.stringify(columns.length > 0 ? { ...row, columns: Object.fromEntries(shown) } : row)}\n`
      })
      .join('')
  }
}
