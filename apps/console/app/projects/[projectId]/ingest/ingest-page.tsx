'use client'

import { useQueryStates } from 'nuqs'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { RefreshButton } from '@/components/time/refresh-button.tsx'
import { TimeRangePicker } from '@/components/time/time-range-picker.tsx'
import { Segmented } from '@/components/ui/segmented.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { DeadLetterDrawer } from './dead-letter-drawer.tsx'
import { DeadLetterList } from './dead-letter-list.tsx'
import { IngestNotices } from './ingest-notices.tsx'
import { OutcomeCharts } from './outcome-charts.tsx'
import { ProblemDrawer } from './problem-drawer.tsx'
import { ProblemList } from './problem-list.tsx'
import { problemKey } from './problem-text.ts'
import { ingestSearchParams } from './search-params.ts'
import { StatusTiles } from './status-tiles.tsx'
import { useIngest } from './use-ingest.ts'

const outcomes = [
  { value: 'all', label: 'All' },
  { value: 'rejected', label: 'Rejected' },
  { value: 'refused', label: 'Refused' },
  { value: 'warned', label: 'Remarks' },
] as const

/** What becomes of what is sent: how much, what was not stored and why, and how writing goes. */
export function IngestPage({ projectId }: { projectId: string }) {
  const [search, setSearch] = useQueryStates(ingestSearchParams, { history: 'push' })
  const { status, totals, histogram, problems, letters } = useIngest(projectId, search)
  const hydrated = useHydrated()
  const { view, outcome } = search
  const shown = problems.data?.rows.filter((problem) => outcome === null || problem.outcome === outcome) ?? []
  const problem = hydrated && view === 'problems' ? shown.find((one) => problemKey(one) === search.problem) : undefined
  const letter =
    hydrated && view === 'dead-letters' ? letters.data?.rows.find(({ id }) => id === search.letter) : undefined
  const letterCount = hydrated ? (letters.data?.rows.length ?? 0) : 0
  // Moving from row to row is one step for the back button, not one for each.
  const history = search.problem === null && search.letter === null ? 'push' : 'replace'
  return (
    <>
      <PageHeader
        title="Ingest"
        actions={
          <>
            <TimeRangePicker />
            <RefreshButton />
          </>
        }
      />
      <IngestNotices status={status} />
      <StatusTiles totals={totals} status={status} />
      <OutcomeCharts query={histogram} />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="flex shrink-0 items-center gap-3 border-b border-border px-4 py-2">
            <Segmented
              label="What to list"
              value={view}
              options={[
                { value: 'problems', label: 'Problems' },
                { value: 'dead-letters', label: letterCount > 0 ? `Dead letters ${letterCount}` : 'Dead letters' },
              ]}
              onValueChange={(next) => void setSearch({ view: next, problem: null, letter: null })}
            />
            {view === 'problems' && (
              <Segmented
                label="Outcome"
                className="ml-auto"
                value={outcome ?? 'all'}
                options={outcomes}
                onValueChange={(next) => void setSearch({ outcome: next === 'all' ? null : next, problem: null })}
              />
            )}
          </div>
          {view === 'problems' ? (
            <ProblemList
              query={problems}
              problems={shown}
              acceptedRecords={totals?.accepted}
              isFiltered={outcome !== null}
              selectedKey={search.problem}
              onOpen={(row) => void setSearch({ problem: problemKey(row) }, { history })}
              onClearFilter={() => void setSearch({ outcome: null })}
            />
          ) : (
            <DeadLetterList
              query={letters}
              selectedKey={search.letter}
              onOpen={({ id }) => void setSearch({ letter: id }, { history })}
            />
          )}
        </div>
        {problem && (
          <ProblemDrawer
            key={problemKey(problem)}
            projectId={projectId}
            problem={problem}
            onClose={() => void setSearch({ problem: null })}
          />
        )}
        {letter && (
          <DeadLetterDrawer
            key={letter.id}
            projectId={projectId}
            letter={letter}
            onClose={() => void setSearch({ letter: null })}
          />
        )}
      </div>
    </>
  )
}
