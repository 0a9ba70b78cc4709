'use client'

import { useStoredState } from './use-stored-state.ts'

export const densities = ['compact', 'comfortable'] as const
export type Density = (typeof densities)[number]

const rowHeights: Record<Density, number> = { compact: 24, comfortable: 28 }

/** How the rows of a list are drawn, as this browser keeps it. */
export function useListDisplay(tableId: string) {
  const [density, setDensity] = useStoredState(`density:${tableId}`)
  const [wraps, setWraps] = useStoredState(`wrap:${tableId}`)
  const chosen: Density = density === 'compact' ? 'compact' : 'comfortable'
  return {
    density: chosen,
    setDensity: (next: Density) => setDensity(next === 'comfortable' ? null : next),
    rowHeight: rowHeights[chosen],
    wraps: wraps === 'true',
    setWraps: (next: boolean) => setWraps(next ? 'true' : null),
  }
}
