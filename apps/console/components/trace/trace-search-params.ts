import { parseAsString, parseAsStringLiteral } from 'nuqs'

export const traceViews = ['waterfall', 'logs'] as const
export const spanTabs = ['overview', 'attributes', 'events', 'links', 'resource', 'logs'] as const
export type SpanTab = (typeof spanTabs)[number]

/** What of the trace page is in its URL: the open span, the tabs, and what is searched for. */
export const traceSearchParams = {
  span: parseAsString,
  view: parseAsStringLiteral(traceViews).withDefault('waterfall'),
  tab: parseAsStringLiteral(spanTabs).withDefault('overview'),
  find: parseAsString.withDefault(''),
}
