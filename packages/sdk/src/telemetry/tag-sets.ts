import type { Attributes } from '@opentelemetry/api'
import type { IMetricReader, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { Redactor } from '../redaction/redactor.ts'
import type { MetricTags } from './metric-tags.ts'

/** Sets that have a number; tags of further ones go as they are. */
const setsMax = 5000

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
  const byText = new Map<string, Attributes>()
  const byContent = new Map<string, Attributes>()
  const attributesByNumber: Attributes[] = []

  function numbered(tags: MetricTags, text: string | undefined): Attributes {
    const attributes = redactor.attributes(plainTags(tags), METRIC)
    if (text === undefined) return attributes
    const content = JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)))
    let standIn = byContent.get(content)
    if (standIn === undefined) {
      if (attributesByNumber.length >= setsMax) return attributes
      standIn = { [numberKey]: attributesByNumber.length }
      attributesByNumber.push(attributes)
      byContent.set(content, standIn)
    }
    if (byText.size < setsMax) byText.set(text, standIn)
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
      const text = textOf(tags)
      return (text === undefined ? undefined : byText.get(text)) ?? numbered(tags, text)
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

/** A text that no other tags have; undefined for those of which that cannot be said. */
function textOf(tags: MetricTags): string | undefined {
  let text = ''
  for (const key in tags) {
    const value: unknown = tags[key]
    if (value === undefined) continue
    if (typeof value !== 'string' && typeof value !== 'boolean' && typeof value !== 'number') return undefined
    text += `${typeof value} ${key}\0${value}\0`
    if (key.includes('\0') || (typeof value === 'string' && value.includes('\0'))) return undefined
  }
  return text
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
