import { splitAttributeFilter } from '@hanzo/schema/api'
import { addFilter, attributeKey, literal, printSearch, type SearchSignal, setBounds, setFilter } from '@hanzo/search'

type SearchParams = Record<string, string | string[] | undefined>

const valueKeys: Record<SearchSignal, Record<string, string>> = {
  spans: { service: 'service', name: 'name', status: 'status' },
  logs: { service: 'service', severity: 'severity', traceId: 'trace_id', spanId: 'span_id' },
  metrics: { service: 'service' },
}
const otherNames = ['text', 'attribute', 'minDurationNanoseconds', 'maxDurationNanoseconds']

/**
 * Links once had a parameter a filter (`status=error`); they are read as the search that says the same.
 * @returns the parameters of the page's address with `query` in the place of the old ones; `undefined` where there are none.
 */
export function withoutOldFilters(params: SearchParams, signal: SearchSignal): string | undefined {
  const names = [...Object.keys(valueKeys[signal]), ...otherNames]
  if (!names.some((name) => params[name] !== undefined)) return undefined
  const kept = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (name !== 'query' && !names.includes(name)) for (const item of listOf(value)) kept.append(name, item)
  }
  const query = searchOf(params, signal)
  if (query !== '') kept.set('query', query)
  // As the console itself writes addresses.
  return kept.toString().replaceAll('%3A', ':').replaceAll('%2F', '/')
}

function searchOf(params: SearchParams, signal: SearchSignal): string {
  let query = listOf(params.query)[0] ?? ''
  const [text = ''] = listOf(params.text)
  if (text !== '') {
    const term = printSearch({ type: 'text', value: literal(text), from: 0, to: 0 })
    query = `${query} ${term}`.trim()
  }
  for (const [name, key] of Object.entries(valueKeys[signal])) {
    const values = listOf(params[name])
    if (values.length > 0) query = setFilter(query, key, values)
  }
  for (const filter of listOf(params.attribute)) {
    const { key, value } = splitAttributeFilter(filter)
    if (key !== '') query = addFilter(query, { key: attributeKey('any', key), value })
  }
  return signal === 'spans' ? withDuration(query, params) : query
}

function withDuration(query: string, params: SearchParams): string {
  const nanoseconds = (name: string) => listOf(params[name]).find((text) => /^\d{1,19}$/.test(text))
  const least = nanoseconds('minDurationNanoseconds')
  const most = nanoseconds('maxDurationNanoseconds')
  if (least === undefined && most === undefined) return query
  return setBounds(query, 'duration', {
    ...(least !== undefined && { least: duration(least) }),
    ...(most !== undefined && { most: duration(most) }),
  })
}

/** The longest unit in which it is whole. */
function duration(nanoseconds: string): string {
  const units = ['s', 'ms', 'us', 'ns']
  const value = BigInt(nanoseconds)
  const unit = units.find((_, index) => value % 1000n ** BigInt(3 - index) === 0n) ?? 'ns'
  return `${value / 1000n ** BigInt(3 - units.indexOf(unit))}${unit}`
}

function listOf(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}
