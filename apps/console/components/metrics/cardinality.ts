import type { MetricAttributes } from '@hanzo/schema/api'

type Attribute = MetricAttributes['attributes'][number]

/** How many series an attribute makes. */
export interface Cardinality {
  attribute: Attribute
  /** Of the metric's series, those that there would not be without it: 0 to 1; `null` where that is not known. */
  share: number | null
  /** It makes so many series that somebody should do something. */
  isExploding: boolean
}

const explodingShare = 0.8
const explodingValues = 100
const explodingSeries = 1000

/** The attributes of a metric, those that make the most series first. */
export function cardinalities({ seriesCount, attributes }: Pick<MetricAttributes, 'seriesCount' | 'attributes'>) {
  return attributes
    .map((attribute): Cardinality => {
      const { seriesWithout, valueCount } = attribute
      const share = seriesWithout === null || seriesCount === 0 ? null : (seriesCount - seriesWithout) / seriesCount
      const isExploding =
        share !== null && share >= explodingShare && valueCount >= explodingValues && seriesCount >= explodingSeries
      return { attribute, share, isExploding }
    })
    .sort((a, b) => (b.share ?? -1) - (a.share ?? -1) || b.attribute.valueCount - a.attribute.valueCount)
}
