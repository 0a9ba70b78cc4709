'use client'

import { ColumnsButton } from '@/components/list/columns-button.tsx'
import { ListMenu } from '@/components/list/list-menu.tsx'
import { GroupByButton } from './group-by-button.tsx'
import type { TracesSearch } from './search-params.ts'
import type { useTraceColumns } from './use-trace-columns.ts'

interface ListControlsProps {
  search: TracesSearch
  columns: ReturnType<typeof useTraceColumns>
  groupBy: readonly string[]
  onGroupBy: (keys: string[]) => void
}

/** What one does with the list that is shown, at the end of the line of the search. */
export function ListControls({ search, columns, groupBy, onGroupBy }: ListControlsProps) {
  const { from, to, query, view, order } = search
  const question = { from, to, query }
  const { spans, traces } = columns
  if (view === 'groups') {
    return (
      <>
        <GroupByButton keys={groupBy} onChange={onGroupBy} />
        <ListMenu path="spans/groups" query={{ ...question, groupBy, order }} shownIds={[]} canDownload={false} />
      </>
    )
  }
  if (view === 'traces') {
    return (
      <>
        <ColumnsButton signal="spans" builtIn={columns.ofTraces} takesKeys={false} columns={traces} />
        <ListMenu path="traces" query={question} shownIds={traces.shownIds} canDownload />
      </>
    )
  }
  return (
    <>
      <ColumnsButton signal="spans" builtIn={columns.ofSpans} takesKeys columns={spans} />
      <ListMenu path="spans" query={{ ...question, columns: spans.valueKeys }} shownIds={spans.shownIds} canDownload />
    </>
  )
}
