'use client'

import { useQuery } from '@tanstack/react-query'
import { XIcon } from 'lucide-react'
import type { LogValueActions } from '@/components/record/log-body.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Drawer } from '@/components/ui/drawer.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { browserTarget } from '@/lib/api-client.ts'
import { LogRecord } from './log-record.tsx'
import { logDetailQuery } from './queries.ts'

interface LogDrawerProps extends LogValueActions {
  projectId: string
  logId: string
  onClose: () => void
}

const skeletonWidths = [80, 55, 68, 40, 74, 62]

/** One log record beside the list. */
export function LogDrawer({ projectId, logId, onClose, onFilter, onAddColumn }: LogDrawerProps) {
  const { data, error, refetch, isPending } = useQuery(logDetailQuery(browserTarget, projectId, logId))
  return (
    <Drawer label="Log record" onClose={onClose}>
      <div className="flex h-9 shrink-0 items-center justify-between border-b border-border pr-2 pl-4">
        <h2 className="font-medium">Log record</h2>
        <Button variant="ghost" size="icon-sm" aria-label="Close" title="Close (Esc)" onClick={onClose}>
          <XIcon />
        </Button>
      </div>
      {data ? (
        <LogRecord key={data.logId} log={data} projectId={projectId} onFilter={onFilter} onAddColumn={onAddColumn} />
      ) : isPending ? (
        <div aria-busy="true" className="p-4">
          {skeletonWidths.map((width) => (
            <Skeleton key={width} className="mb-4" style={{ width: `${width}%` }} />
          ))}
        </div>
      ) : (
        <ErrorState title="The log record could not be read" error={error} onRetry={() => void refetch()} />
      )}
    </Drawer>
  )
}
