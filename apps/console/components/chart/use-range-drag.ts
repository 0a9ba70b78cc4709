'use client'

import { type PointerEvent, useState } from 'react'

export interface RangeDrag {
  /** The part that is being marked, as shares of the width. */
  selection: { from: number; to: number } | null
  handlers: {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void
    onPointerMove: (event: PointerEvent<HTMLElement>) => void
    onPointerUp: (event: PointerEvent<HTMLElement>) => void
    onPointerCancel: () => void
  }
}

const leastDragPixels = 4

/** Marks a part of an element by dragging over it. A click that hardly moves is not a drag. */
export function useRangeDrag(onSelect: (fromShare: number, toShare: number) => void): RangeDrag {
  const [drag, setDrag] = useState<{ start: number; end: number; width: number } | null>(null)
  const moved = drag !== null && Math.abs(drag.end - drag.start) * drag.width >= leastDragPixels
  const share = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return { at: Math.min(Math.max((event.clientX - left) / width, 0), 1), width }
  }
  return {
    selection: drag && moved ? { from: Math.min(drag.start, drag.end), to: Math.max(drag.start, drag.end) } : null,
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        const { at, width } = share(event)
        setDrag({ start: at, end: at, width })
      },
      onPointerMove: (event) => {
        if (drag) setDrag({ ...drag, end: share(event).at })
      },
      onPointerUp: () => {
        setDrag(null)
        if (drag && moved) onSelect(Math.min(drag.start, drag.end), Math.max(drag.start, drag.end))
      },
      onPointerCancel: () => setDrag(null),
    },
  }
}
