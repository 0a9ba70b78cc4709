import type { SpanHeatmap } from '@hanzo/schema/api'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { type CellPoint, type CellRange, cellAt, cellRange, rowCount } from './heatmap-layout.ts'

interface Marked {
  anchor: CellPoint
  at: CellPoint
}

const steps: ReadonlyMap<string, readonly [column: number, row: number]> = new Map([
  ['ArrowLeft', [-1, 0]],
  ['ArrowRight', [1, 0]],
  ['ArrowUp', [0, 1]],
  ['ArrowDown', [0, -1]],
])

interface BrushOptions {
  onSelect: (range: CellRange) => void
  onClear: () => void
}

/**
 * Marks cells by dragging over them, or by keys: arrows move, with Shift they mark, Enter selects, Esc lets go. `active` is
 * the cell that is pointed at, `marked` what would be selected.
 */
export function useHeatmapBrush(heatmap: SpanHeatmap, { onSelect, onClear }: BrushOptions) {
  const [active, setActive] = useState<CellPoint | null>(null)
  const [drag, setDrag] = useState<Marked | null>(null)
  const [keyed, setKeyed] = useState<Marked | null>(null)
  const pointed = (event: PointerEvent<HTMLElement>): CellPoint => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    return cellAt(heatmap, (event.clientX - left) / width, (event.clientY - top) / height)
  }
  const move = (column: number, row: number, marks: boolean) => {
    const from = active ?? { column: heatmap.times.length - 1, row: 0 }
    const at = {
      column: Math.min(Math.max(from.column + column, 0), heatmap.times.length - 1),
      row: Math.min(Math.max(from.row + row, 0), rowCount(heatmap) - 1),
    }
    setActive(at)
    setKeyed(marks ? { anchor: keyed?.anchor ?? from, at } : null)
  }
  const marked = drag ?? keyed
  return {
    active,
    marked: marked && cellRange(marked.anchor, marked.at),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey) return
      const step = steps.get(event.key)
      if (step) move(step[0], step[1], event.shiftKey)
      else if (event.key === 'Enter' && active) {
        onSelect(keyed ? cellRange(keyed.anchor, keyed.at) : cellRange(active, active))
        setKeyed(null)
      } else if (event.key === 'Escape') {
        setKeyed(null)
        onClear()
      } else return
      event.preventDefault()
    },
    pointer: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        const at = pointed(event)
        setKeyed(null)
        setDrag({ anchor: at, at })
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const at = pointed(event)
        setActive(at)
        if (drag) setDrag({ ...drag, at })
      },
      onPointerUp: () => {
        if (drag) onSelect(cellRange(drag.anchor, drag.at))
        setDrag(null)
      },
      onPointerCancel: () => setDrag(null),
      onPointerLeave: () => {
        if (!drag) setActive(null)
      },
    },
    onBlur: () => {
      setActive(null)
      setKeyed(null)
    },
  }
}
