import { useState } from 'react'
import { useStoredState } from '@/hooks/use-stored-state.ts'

export interface StoredSize {
  size: number
  min: number
  max: number
  /** While dragging. */
  onChange: (size: number) => void
  /** When the drag ends: kept for the next visit. */
  onCommit: (size: number) => void
}

/** The width of a part of the page in pixels, as its reader left it. */
export function useStoredSize(name: string, initial: number, min: number, max: number): StoredSize {
  const [stored, setStored] = useStoredState(name)
  const [dragged, setDragged] = useState<number | null>(null)
  const clamp = (size: number) => Math.round(Math.min(Math.max(size, min), max))
  const kept = Number(stored)
  return {
    size: dragged ?? clamp(stored !== null && Number.isFinite(kept) ? kept : initial),
    min,
    max,
    onChange: (size) => setDragged(clamp(size)),
    onCommit: (size) => {
      setDragged(null)
      setStored(String(clamp(size)))
    },
  }
}
