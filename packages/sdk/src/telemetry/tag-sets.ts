import type { Attributes } from '@opentelemetry/api'
import type { IMetricReader, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { Redactor } from '../redaction/redactor.ts'
import type { MetricTags } from './metric-tags.ts'
import { createTagPlaces } from './tag-places.ts'

/** Sets that have a number; tags of further ones go as they are. */
const setsMax = 5000
/** Keys and values that are remembered on the way to a set. */
const placesMax = 50_000

const METRIC = { signal: 'metric' } as const
const numberKey = 'hanzo.tag_set'

/**
 * Tags by number. OpenTelemetry's SDK sorts and prints the attributes of every value that is recorded, which costs more than all else of it, so it is
 * handed one number for each set of tags, and the attributes take their place again when the metrics are read.
 */
export interface TagSets {
  /** What to record with. Tags are cleaned and redacted once for each set; equal sets have one number, in whichever order their tags are. */
  attributesOf(tags: MetricTags | undefined): Attributes
  /** Puts the attributes back into what a reader reads from now on. To be called before a provider has the reader. */
  restoreIn<Reader extends IMetricReader>(reader: Reader): Reader
}

export function createTagSets(redactor: Redactor): TagSets {
  const places = createTagPlaces<Attributes>(placesMax)
  const standIns = new Map<string, Attributes>()
  const attributesByNumber: Attributes[] = []

  function standInOf(attributes: Attributes): Attributes | undefined {
    const content = JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)))
    let standIn = standIns.get(content)
    if (standIn === undefined && attributesByNumber.length < setsMax) {
      standIn = { [numberKey]: attributesByNumber.length }
      attributesByNumber.push(attributes)
      standIns.set(content, standIn)
    }
    return standIn
  }
  function restore(metrics: ResourceMetrics): void {
    for (const { metrics: ofScope } of metrics.scopeMetrics) {
      for (const { dataPoints } of ofScope) {
        for (const point of dataPoints as { attributes: Attributes }[]) {
          const number = point.attributes[numberKey]
          if (typeof number === 'number') point.attributes = attributesByNumber[number] ?? point.attributes
        }
      }
    }
  }

  return {
    attributesOf(tags) {
      if (tags === undefined || tags === null) return {}
      const place = places.find(tags)
      if (place?.here) return place.here
      const attributes = redactor.attributes(plainTags(tags), METRIC)
      if (place === undefined) return attributes
      place.here = standInOf(attributes)
      return place.here ?? attributes
    },
    restoreIn(reader) {
      const setMetricProducer = reader.setMetricProducer.bind(reader)
      reader.setMetricProducer = (producer) =>
        setMetricProducer({
          async collect(options) {
            const collected = await producer.collect(options)
            restore(collected.resourceMetrics)
            return collected
          },
        })
      return reader
    },
  }
}

/** What a tag can be; the rest (undefined, objects) is left out. */
function plainTags(tags: MetricTags): Attributes {
  const attributes: Attributes = {}
  for (const key of Object.keys(tags)) {
    const value: unknown = tags[key]
    if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') attributes[key] = value
    else if (typeof value === 'bigint') attributes[key] = String(value)
  }
  return attributes
}
