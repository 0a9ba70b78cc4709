import type { ChartSeries } from './chart-series.ts'

/**
 * The values of a chart as CSV (RFC 4180): a row for each moment in UTC, a column for each series; a gap is empty.
 * @param times unix seconds, beside the values of each series.
 */
export function chartCsv(times: readonly number[], series: readonly Pick<ChartSeries, 'label' | 'values'>[]): string {
  const header = ['time', ...series.map(({ label }) => label)]
  const rows = times.map((time, index) => [
    new Date(time * 1000).toISOString(),
    ...series.map(({ values }) => values[index] ?? ''),
  ])
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** Numbers as they are; a text that a spreadsheet would take for a formula is kept a text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
