'use client'

import { useQueryClient } from '@tanstack/react-query'
import { projectKey } from '@/lib/query-keys.ts'

/** Makes a list ready for live rows: it begins at its first page again, below which they would not belong. */
export function useStartLive(projectId: string, lists: readonly ('traces' | 'spans' | 'logs')[]): () => void {
  const client = useQueryClient()
  return () => {
    for (const list of lists) void client.resetQueries({ queryKey: [...projectKey(projectId), list, 'list'] })
  }
}
