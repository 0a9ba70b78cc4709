'use client'

import type { TimeRange } from '@hanzo/schema/api'
import { useQueryStates } from 'nuqs'
import { useCallback } from 'react'
import { timeSearchParams } from '@/lib/time-search-params.ts'

/** The page's time range, kept in the URL. Setting it adds a step that the back button undoes. */
export function useTimeRange(): [TimeRange, (range: TimeRange) => void] {
  const [range, setRange] = useQueryStates(timeSearchParams, { history: 'push' })
  const set = useCallback((next: TimeRange) => void setRange({ from: next.from, to: next.to }), [setRange])
  return [range, set]
}
