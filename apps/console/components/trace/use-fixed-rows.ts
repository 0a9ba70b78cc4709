import { type RefObject, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

interface FixedRows {
  count: number
  /** Of each row, in pixels. */
  height: number
  /** What stays at the top of the scroller, above the rows. */
  headHeight: number
}

interface RowsInSight {
  /** The rows to be in the page: those in sight and some around them. */
  from: number
  to: number
  /** Scrolls as little as needed to a row nearby, and one that is far into the middle. */
  reveal: (at: number) => void
}

/** Around those in sight, so that a quick scroll finds them there. */
const overscan = 12
/** Rows come and go in groups: scrolling slowly, most frames change nothing. */
const group = 4
/** Before the scroller was measured. */
const rowsAtFirst = 28

/**
 * Tells which rows of a long list are in sight. Rows of one height are found by division: the library for lists measures each of
 * 100 000 of them before it shows the first.
 */
export function useFixedRows(scroller: RefObject<HTMLElement | null>, rows: FixedRows): RowsInSight {
  const { count, height, headHeight } = rows
  const [seen, setSeen] = useState({ first: 0, shown: rowsAtFirst })
  // No effect of layout: those of a child run before the element around it is known.
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => {
      const first = Math.floor(element.scrollTop / height / group) * group
      const shown = (Math.ceil((element.clientHeight - headHeight) / height / group) + 1) * group
      setSeen((before) => (before.first === first && before.shown === shown ? before : { first, shown }))
    }
    // Within the frame that scrolls: later, the rows would follow one frame behind.
    const onScroll = () => flushSync(look)
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller, height, headHeight])
  const to = Math.min(count, seen.first + seen.shown + overscan)
  return {
    from: Math.max(0, Math.min(seen.first, count - seen.shown) - overscan),
    to,
    reveal: (at) => scroller.current && at >= 0 && revealRow(scroller.current, at, rows),
  }
}

function revealRow(element: HTMLElement, at: number, { height, headHeight }: FixedRows): void {
  const room = element.clientHeight - headHeight
  const top = at * height
  const above = element.scrollTop - top
  const below = top + height - (element.scrollTop + room)
  const far = 3 * height
  if (above > far || below > far) element.scrollTop = top - (room - height) / 2
  else if (above > 0) element.scrollTop = top
  else if (below > 0) element.scrollTop = top + height - room
}
