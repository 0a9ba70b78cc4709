import { createParser, parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs'

export const traceViews = [
  'waterfall',
  'flame',
  'lanes',
  'table',
  'conversation',
  'map',
  'errors',
  'logs',
  'compare',
] as const
export type TraceViewName = (typeof traceViews)[number]
export const spanTabs = ['overview', 'attributes', 'events', 'links', 'resource', 'logs', 'metrics'] as const
export type SpanTab = (typeof spanTabs)[number]
export const pathModes = ['off', 'marked', 'alone'] as const
export const tableSorts = ['self', 'duration', 'start', 'name', 'count', 'errors'] as const
export type TableSort = (typeof tableSorts)[number]

export interface ZoomRange {
  /** Nanoseconds since the start of the trace. */
  from: number
  to: number
}

const parseAsZoom = createParser<ZoomRange>({
  parse: (text) => {
    const [from = Number.NaN, to = Number.NaN] = text.split('~').map(Number)
    return from >= 0 && to > from ? { from, to } : null
  },
  serialize: ({ from, to }) => `${Math.round(from)}~${Math.round(to)}`,
  eq: (a, b) => a.from === b.from && a.to === b.to,
})

/** The whole state of the trace page is in its URL: what is open, what is looked for, and how it is drawn. */
export const traceSearchParams = {
  span: parseAsString,
  view: parseAsStringLiteral(traceViews).withDefault('waterfall'),
  tab: parseAsStringLiteral(spanTabs).withDefault('overview'),
  find: parseAsString.withDefault(''),
  /** Spans at this depth or deeper are folded. */
  depth: parseAsInteger,
  zoom: parseAsZoom,
  /** `service`, `kind`, or the key of an attribute. */
  color: parseAsString.withDefault('service'),
  path: parseAsStringLiteral(pathModes).withDefault('off'),
  /** Times in which nothing happens are drawn narrow. */
  compress: parseAsBoolean.withDefault(false),
  /** Log records stand between the spans. */
  records: parseAsBoolean.withDefault(false),
  sort: parseAsStringLiteral(tableSorts).withDefault('self'),
  grouped: parseAsBoolean.withDefault(true),
  /** The call of a model whose messages are read. */
  call: parseAsString,
  /** The other trace of the comparison. */
  with: parseAsString,
}
