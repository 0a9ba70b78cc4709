'use client'

import { useIsFetching, useQueryClient } from '@tanstack/react-query'
import { RotateCwIcon } from 'lucide-react'
import { useProject } from '@/components/shell/project-context.tsx'
import { Button } from '@/components/ui/button.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { useShortcut } from '@/hooks/use-shortcut.ts'
import { classNames } from '@/lib/class-names.ts'
import { projectKey } from '@/lib/query-keys.ts'

/** Reads everything on the page again. Also on `r`. */
export function RefreshButton() {
  const { projectId } = useProject()
  const client = useQueryClient()
  // The server and the browser stand at different points of the same reading.
  const hydrated = useHydrated()
  const busy = useIsFetching({ queryKey: projectKey(projectId) }) > 0 && hydrated
  const refresh = () => void client.invalidateQueries({ queryKey: projectKey(projectId) })
  useShortcut('r', refresh)
  return (
    <Button size="icon" aria-label="Refresh" title="Refresh (R)" onClick={refresh}>
      <RotateCwIcon className={classNames('text-subtle', busy && 'animate-spin')} />
    </Button>
  )
}
