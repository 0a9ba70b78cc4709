import { type MetricPoint, metricPointSchema } from '@hanzo/schema/api'
import { z } from 'zod'
import { overlapMilliseconds } from '../query/arrived-points.ts'

/** The points that a client was sent lately: they are read by their times, with an overlap, and it shall have each once. */
export interface SentPoints {
  /** @param json points as a JSON array. */
  note(json: string): void
  /** Those that it was not sent; from now on it was. */
  unsent(points: readonly MetricPoint[]): MetricPoint[]
}

const identified = z.array(metricPointSchema.pick({ seriesId: true, timeUnixMilliseconds: true }))
/** A point is read again as long as the next read reaches back, and a while is needed for that read. */
const rememberMilliseconds = 4 * overlapMilliseconds
const pointsMax = 100_000

export function createSentPoints(now: () => number = Date.now): SentPoints {
  const sentAt = new Map<string, number>()
  const keyOf = ({ seriesId, timeUnixMilliseconds }: Pick<MetricPoint, 'seriesId' | 'timeUnixMilliseconds'>) =>
    `${seriesId} ${timeUnixMilliseconds}`

  function forget(): void {
    const oldest = now() - rememberMilliseconds
    for (const [key, at] of sentAt) {
      if (at >= oldest && sentAt.size <= pointsMax) break
      sentAt.delete(key)
    }
  }
  return {
    note(json) {
      for (const point of identified.parse(JSON.parse(json))) sentAt.set(keyOf(point), now())
      forget()
    },
    unsent(points) {
      const found = points.filter((point) => !sentAt.has(keyOf(point)))
      for (const point of found) sentAt.set(keyOf(point), now())
      forget()
      return found
    },
  }
}
