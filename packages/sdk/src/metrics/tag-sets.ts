import type { Attributes } from '@opentelemetry/api'
import type { Redactor } from '../redaction/redactor.ts'
import type { MetricTags } from '../telemetry/metric-tags.ts'
import { createTagPlaces } from './tag-places.ts'

/** Sets that are found again by their tags; tags of further ones are cleaned anew each time. */
const setsMax = 5000
/** Keys and values that are remembered on the way to a set. */
const placesMax = 50_000

const METRIC = { signal: 'metric' } as const

/** Tags as they go out, and the text by which equal ones are known. */
export interface TagSet {
  readonly content: string
  readonly attributes: Attributes
}

/** Which set tags are. Cleaned and redacted once for each set; equal tags are one, in whichever order they are written. */
type FindTagSet = (tags: MetricTags | undefined) => TagSet

const NO_TAGS: TagSet = { content: '[]', attributes: {} }

export function createTagSets(redactor: Redactor): FindTagSet {
  const places = createTagPlaces<TagSet>(placesMax)
  const known = new Map<string, TagSet>()

  function tagSetOf(tags: MetricTags): TagSet {
    const attributes = redactor.attributes(plainTags(tags), METRIC)
    const content = JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)))
    return known.get(content) ?? { content, attributes }
  }

  return (tags) => {
    if (tags === undefined || tags === null) return NO_TAGS
    const place = places.find(tags)
    if (place?.here) return place.here
    const set = tagSetOf(tags)
    if (place !== undefined && (known.size < setsMax || known.has(set.content))) {
      known.set(set.content, set)
      place.here = set
    }
    return set
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
