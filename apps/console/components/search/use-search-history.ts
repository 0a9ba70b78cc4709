'use client'

import { useCallback } from 'react'
import { z } from 'zod'
import { useStoredState } from '@/hooks/use-stored-state.ts'

const searchesMost = 20
const historySchema = z.array(z.string().max(4096)).max(searchesMost)

/** The searches that this browser asked of a project, the last first, and how to add one. */
export function useSearchHistory(projectId: string, signal: string): [readonly string[], (query: string) => void] {
  const [stored, setStored] = useStoredState(`searches:${projectId}:${signal}`)
  const add = useCallback(
    (query: string) => {
      const others = readHistory(stored).filter((other) => other !== query)
      if (query.trim() !== '') setStored(JSON.stringify([query, ...others].slice(0, searchesMost)))
    },
    [stored, setStored],
  )
  return [readHistory(stored), add]
}

/** None for text that is no list of searches, as an older version may have left it. */
export function readHistory(text: string | null): readonly string[] {
  if (text === null) return []
  try {
    return historySchema.safeParse(JSON.parse(text)).data ?? []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}
