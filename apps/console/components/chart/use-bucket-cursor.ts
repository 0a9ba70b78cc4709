import { type KeyboardEvent, useState } from 'react'

/**
 * The bucket that is read, by pointer or keys: arrows, Home and End move, Shift marks on the way, Enter selects.
 * `marked` counts buckets, its end excluded.
 */
export function useBucketCursor(bucketCount: number, onSelect: (a: number, b: number) => void) {
  const [active, setActive] = useState<number | null>(null)
  const [anchor, setAnchor] = useState<number | null>(null)
  const marked =
    anchor === null || active === null ? null : { from: Math.min(anchor, active), to: Math.max(anchor, active) + 1 }

  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowLeft: -1, ArrowRight: 1, Home: -bucketCount, End: bucketCount }[event.key]
    if (move !== undefined) {
      event.preventDefault()
      const from = active ?? (move > 0 ? -1 : bucketCount)
      setAnchor(event.shiftKey ? (anchor ?? Math.min(Math.max(from, 0), bucketCount - 1)) : null)
      setActive(Math.min(Math.max(from + move, 0), bucketCount - 1))
    } else if (event.key === 'Enter' && active !== null) {
      onSelect(anchor ?? active, active)
      setAnchor(null)
    } else if (event.key === 'Escape') {
      setActive(null)
      setAnchor(null)
    }
  }
  return { active, setActive, marked, onKeyDown }
}
