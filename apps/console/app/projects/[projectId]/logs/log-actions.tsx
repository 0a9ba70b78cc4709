'use client'

import type { LogSummary } from '@hanzo/schema/api'
import { FoldVerticalIcon, ListTreeIcon, PanelRightOpenIcon, ScrollTextIcon } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button.tsx'
import { logContextHref, traceLogsHref } from '@/lib/logs-href.ts'
import { traceHref } from '@/lib/trace-href.ts'

interface LogActionsProps {
  log: LogSummary
  projectId: string
  /** Opens all of the record beside the list; absent where it is open. */
  onOpen?: (() => void) | undefined
  /** Not to the page that one is on. */
  hasContext?: boolean
}

/** Where one goes from a log record. */
export function LogActions({ log, projectId, onOpen, hasContext = true }: LogActionsProps) {
  return (
    <div className="flex flex-wrap gap-2">
      {onOpen && (
        <Button size="sm" onClick={onOpen}>
          <PanelRightOpenIcon />
          Open beside the list
        </Button>
      )}
      {hasContext && (
        <Button size="sm" asChild>
          <Link href={logContextHref(projectId, log.logId)} prefetch={false}>
            <FoldVerticalIcon />
            Before and after
          </Link>
        </Button>
      )}
      {log.traceId && (
        <>
          <Button size="sm" asChild>
            <Link href={traceHref(projectId, log.traceId, log.spanId)} prefetch={false}>
              <ListTreeIcon />
              {log.spanId ? 'Open its span' : 'Open its trace'}
            </Link>
          </Button>
          <Button size="sm" asChild>
            <Link
              href={traceLogsHref({ projectId, traceId: log.traceId, firstUnixNano: log.timeUnixNano })}
              prefetch={false}
            >
              <ScrollTextIcon />
              Logs of this trace
            </Link>
          </Button>
        </>
      )}
    </div>
  )
}
