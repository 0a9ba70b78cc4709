'use client'

import type { LogSummary } from '@hanzo/schema/api'
import { addFilter } from '@hanzo/search'
import { useMemo } from 'react'
import type { DataTableExpansion } from '@/components/data-table/column.ts'
import { DisplayMenu } from '@/components/list/display-menu.tsx'
import { useListColumns } from '@/components/list/use-list-columns.ts'
import type { LogValueActions } from '@/components/record/log-body.tsx'
import { useListDisplay } from '@/hooks/use-list-display.ts'
import { useOpenRows } from '@/hooks/use-open-rows.ts'
import { traceHref } from '@/lib/trace-href.ts'
import { type LogListRow, logColumns } from './log-columns.tsx'
import { LogInline } from './log-inline.tsx'
import { type LogsSearch, logKey } from './search-params.ts'

interface LogDisplayOptions {
  projectId: string
  search: LogsSearch
  onQueryChange: (query: string) => void
  onColumnsChange: (ids: string[] | null) => void
  onOpen: (log: LogSummary) => void
}

/** How the list of logs is drawn: its columns, how close rows stand, and which of them are open in place. */
export function useLogDisplay({ projectId, search, onQueryChange, onColumnsChange, onOpen }: LogDisplayOptions) {
  const display = useListDisplay('logs')
  const { wraps, rowHeight } = display
  const openRows = useOpenRows<LogListRow>(logKey)
  const builtIn = useMemo(
    () => logColumns((log) => traceHref(projectId, log.traceId, log.spanId), wraps),
    [projectId, wraps],
  )
  const columns = useListColumns<LogListRow>({
    ...{ tableId: 'logs', builtIn, inAddress: search.columns, setInAddress: onColumnsChange },
  })
  const valueActions: LogValueActions = {
    onFilter: (filter) => onQueryChange(addFilter(search.query, filter)),
    onAddColumn: (key) => {
      if (!columns.shownIds.includes(key)) columns.change([...columns.shownIds, key])
    },
  }
  const expansion: DataTableExpansion<LogListRow> = {
    isOpen: openRows.isOpen,
    onToggle: openRows.onToggle,
    detailOf: (log) => <LogInline log={log} projectId={projectId} onOpen={() => onOpen(log)} {...valueActions} />,
  }
  return {
    builtIn,
    columns,
    valueActions,
    openCount: openRows.openCount,
    /** What the list takes. */
    rows: { display: { wraps, rowHeight }, expansion },
    menu: <DisplayMenu display={display} openCount={openRows.openCount} onCloseAll={openRows.closeAll} />,
  }
}
