import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { timeSearchParams } from '@/lib/time-search-params.ts'

/** The URL of the services page: `node` is what the map has open. */
export const servicesSearchParams = {
  ...timeSearchParams,
  view: parseAsStringLiteral(['list', 'map'] as const).withDefault('list'),
  sort: parseAsStringLiteral(['rate', 'errors', 'p95', 'name'] as const).withDefault('rate'),
  text: parseAsString.withDefault(''),
  node: parseAsString,
}
export type ServicesSearch = inferParserType<typeof servicesSearchParams>

export const loadServicesSearch = createLoader(servicesSearchParams)
