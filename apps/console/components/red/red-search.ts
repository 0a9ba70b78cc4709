import type { Red, ServiceBasis } from '@hanzo/schema/api'
import { addFilter, setBounds, setFilter } from '@hanzo/search'
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

/** A duration as the search language takes it, to three digits, never above what is meant: `44.5ms`. */
export function durationText(nanoseconds: number): string {
  const [unit, size] =
    nanoseconds >= 1e9 ? ['s', 1e9] : nanoseconds >= 1e6 ? ['ms', 1e6] : nanoseconds >= 1e3 ? ['us', 1e3] : ['ns', 1]
  const value = nanoseconds / size
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return `${Math.floor(value * 10 ** digits) / 10 ** digits}${unit}`
}
