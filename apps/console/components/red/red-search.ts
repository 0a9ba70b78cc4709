import type { Red, ServiceBasis } from '@hanzo/schema/api'
import { addFilter, parseSearch, setBounds, setFilter } from '@hanzo/search'
import type { RedFigure } from './red-figures.ts'

/** The spans that are counted as the work of a service. */
export function serviceSearch(service: string, basis: ServiceBasis): string {
  const search = addFilter('', { key: 'service', value: service })
  return basis === 'requests' ? setFilter(search, 'kind', ['server', 'consumer']) : search
}

/** The spans behind a figure: those that failed, or those at least as slow as it says. */
export function figureSearch(search: string, figure: RedFigure, red: Red): string {
  if (figure === 'rate') return search
  if (figure === 'errors') return addFilter(search, { key: 'status', value: 'error' })
  const duration = red[figure]
  return duration === null ? search : setBounds(search, 'duration', { least: durationText(duration) })
}

/**
 * A duration as the search language takes it, to three digits: `44.5ms`.
 * @param round which way what is left goes: never above what is meant, or never below.
 */
export function durationText(nanoseconds: number, round: 'down' | 'up' = 'down'): string {
  const [unit, size] =
    nanoseconds >= 1e9 ? ['s', 1e9] : nanoseconds >= 1e6 ? ['ms', 1e6] : nanoseconds >= 1e3 ? ['us', 1e3] : ['ns', 1]
  const value = nanoseconds / size
  const factor = 10 ** (value >= 100 ? 0 : value >= 10 ? 1 : 2)
  return `${(round === 'up' ? Math.ceil(value * factor) : Math.floor(value * factor)) / factor}${unit}`
}

/** A search with one more term that has to pass too. */
export function narrowSearch(search: string, term: string): string {
  const node = parseSearch(search)
  if (!node) return term
  return `${node.type === 'or' ? `(${search.trim()})` : search.trim()} ${term}`
}
