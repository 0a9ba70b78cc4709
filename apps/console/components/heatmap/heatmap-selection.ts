import { createParser, parseAsStringLiteral } from 'nuqs/server'

/** A part of the heatmap: from and to in Unix seconds, durations in nanoseconds; the later ends are outside. */
export interface HeatmapSelection {
  from: number
  to: number
  least: number
  most: number
}

const written = /^(\d{1,11})-(\d{1,11})~(\d{1,19})-(\d{1,19})$/

/** `1795350000-1795350600~40000000-90000000`; what cannot be read counts as absent. */
export const parseAsSelection = createParser<HeatmapSelection>({
  parse: (text) => {
    const [from = 0, to = 0, least = 0, most = 0] = (written.exec(text) ?? []).slice(1).map(Number)
    return from < to && least < most ? { from, to, least, most } : null
  },
  serialize: ({ from, to, least, most }) => `${from}-${to}~${least}-${most}`,
  eq: (a, b) => a.from === b.from && a.to === b.to && a.least === b.least && a.most === b.most,
})

/** What the heatmap adds to the address of a page. */
export const heatmapSearchParams = {
  chart: parseAsStringLiteral(['count', 'latency'] as const).withDefault('count'),
  selection: parseAsSelection,
}
