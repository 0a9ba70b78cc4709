import { attributeKeyListSchema, attributeValueListSchema, facetListSchema, type TimeRange } from '@hanzo/schema/api'
import { attributePrefixes, findSearchField, type SearchSignal } from '@hanzo/search'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { browserTarget, requestApi } from '@/lib/api-client.ts'
import { projectKey } from '@/lib/query-keys.ts'

/** What stands in records, with how many of them have it; most frequent first. */
export interface Suggestion {
  text: string
  count: number
}

export interface SuggestionsOptions {
  client: QueryClient
  projectId: string
  signal: SearchSignal
  /** Of metrics: only what series of this one have. */
  metric?: string | undefined
  range: TimeRange
}

const keysMost = 1000
const valuesMost = 500
const staleMilliseconds = 60_000

/** Fields whose values the facets count. */
const facetFields: Record<SearchSignal, readonly string[]> = {
  spans: ['service', 'name', 'status'],
  logs: ['service', 'severity'],
  metrics: [],
}

/**
 * The keys of attributes that records have.
 * @param stop ends the request when nobody waits for it any more.
 */
export async function suggestKeys(
  options: SuggestionsOptions,
  prefix: string,
  stop: AbortSignal,
): Promise<Suggestion[]> {
  const ask = async (begin: string) => {
    const { range, metric } = options
    const query = { ...range, signal: options.signal, metric, prefix: begin, limit: keysMost }
    const key = ['attribute-keys', query] as const
    const { rows } = await once(options, key, stop, (signal) =>
      requestApi(browserTarget, {
        path: pathOf(options, 'attributes/keys'),
        query,
        answer: attributeKeyListSchema,
        signal,
      }),
    )
    return rows.map((row) => ({ text: row.key, count: row.count }))
  }
  const all = await ask('')
  return all.length < keysMost ? all : ask(prefix)
}

/** The values of a key, as it is written before the colon; none where they are not counted. */
export async function suggestValues(
  options: SuggestionsOptions,
  key: string,
  prefix: string,
  stop: AbortSignal,
): Promise<Suggestion[]> {
  const field = findSearchField(key, options.signal)
  if (field && facetFields[options.signal].includes(field.name)) return facetValues(options, field.name, stop)
  for (const name of field ? [...field.aliases, field.name] : [attributeName(key)]) {
    const values = await attributeValues(options, name, prefix, stop)
    if (values.length > 0) return values
  }
  return []
}

async function facetValues(options: SuggestionsOptions, field: string, stop: AbortSignal): Promise<Suggestion[]> {
  const query = { ...options.range }
  const { facets } = await once(options, [options.signal, 'facets', query], stop, (signal) =>
    requestApi(browserTarget, {
      path: pathOf(options, `${options.signal}/facets`),
      query,
      answer: facetListSchema,
      signal,
    }),
  )
  const values = facets.find((facet) => facet.field === field)?.values ?? []
  return values.map(({ value, count }) => ({ text: value, count }))
}

async function attributeValues(
  options: SuggestionsOptions,
  name: string,
  prefix: string,
  stop: AbortSignal,
): Promise<Suggestion[]> {
  const ask = async (begin: string) => {
    const { range, metric } = options
    const query = { ...range, signal: options.signal, metric, key: name, prefix: begin, limit: valuesMost }
    const { rows } = await once(options, ['attribute-values', query], stop, (signal) =>
      requestApi(browserTarget, {
        path: pathOf(options, 'attributes/values'),
        query,
        answer: attributeValueListSchema,
        signal,
      }),
    )
    return rows.map((row) => ({ text: row.value, count: row.count }))
  }
  const all = await ask('')
  return all.length < valuesMost ? all : ask(prefix)
}

/** The name behind the prefix, without quotes. */
function attributeName(key: string): string {
  const prefix = Object.keys(attributePrefixes).find((known) => key.startsWith(known)) ?? ''
  const name = key.slice(prefix.length)
  return name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1).replace(/\\(["\\])/g, '$1') : name
}

/** Asks, or takes the answer of a minute ago; whoever stops waiting ends the request. */
async function once<T>(
  { client, projectId }: SuggestionsOptions,
  key: QueryKey,
  stop: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const queryKey = [...projectKey(projectId), 'suggestions', ...key]
  const onStop = () => void client.cancelQueries({ queryKey })
  stop.addEventListener('abort', onStop)
  try {
    return await client.fetchQuery({
      queryKey,
      queryFn: ({ signal }) => ask(signal),
      staleTime: staleMilliseconds,
      retry: false,
    })
  } finally {
    stop.removeEventListener('abort', onStop)
  }
}

function pathOf({ projectId }: SuggestionsOptions, rest: string): string {
  return `/api/projects/${encodeURIComponent(projectId)}/${rest}`
}
