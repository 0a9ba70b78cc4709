import type { MetricTags } from '../telemetry/metric-tags.ts'

type Step = string | number | boolean

/** Where one sequence of keys and values ends. */
export interface TagPlace<T> {
  /** What is kept for tags that end here. */
  here: T | undefined
  next: Map<Step, TagPlace<T>> | undefined
}

/** Finds again what is kept for tags: a tree with a branch for each key and each value, which is faster to walk than any text of the tags is to make. */
export interface TagPlaces<T> {
  /** The place of tags as they are written, in their order; undefined where there is no room, or where a value is no tag's. */
  find(tags: MetricTags): TagPlace<T> | undefined
}

/** @param max places, of which each key and each value is one. */
export function createTagPlaces<T>(max: number): TagPlaces<T> {
  const root: TagPlace<T> = { here: undefined, next: undefined }
  let count = 0

  function follow(place: TagPlace<T>, step: Step): TagPlace<T> | undefined {
    place.next ??= new Map()
    let next = place.next.get(step)
    if (next === undefined && count < max) {
      count++
      next = { here: undefined, next: undefined }
      place.next.set(step, next)
    }
    return next
  }

  return {
    find(tags) {
      let place: TagPlace<T> | undefined = root
      for (const key in tags) {
        const value: unknown = tags[key]
        if (value === undefined) continue
        if (typeof value !== 'string' && typeof value !== 'boolean' && typeof value !== 'number') return undefined
        place = follow(place, key)
        place &&= follow(place, value)
        if (place === undefined) return undefined
      }
      return place
    },
  }
}
