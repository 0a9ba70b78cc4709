'use client'

import type { LogContextOf } from '@hanzo/schema/api'
import { addFilter } from '@hanzo/search'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ArrowLeftIcon } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { SearchField } from '@/components/search/search-field.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Segmented } from '@/components/ui/segmented.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { logsAroundHref } from '@/lib/logs-href.ts'
import { LogRecord } from '../log-record.tsx'
import { logDetailQuery } from '../queries.ts'
import { ContextList } from './context-list.tsx'
import { contextQuery } from './context-query.ts'
import { contextSearchParams } from './search-params.ts'

interface ContextPageProps {
  projectId: string
  logId: string
}

const choiceNames: Record<LogContextOf, string> = {
  service: 'Service',
  resource: 'Instance',
  trace: 'Trace',
  session: 'Session',
  all: 'Everything',
}

/** One log record among those before and after it. */
export function ContextPage({ projectId, logId }: ContextPageProps) {
  const [search, setSearch] = useQueryStates(contextSearchParams, { history: 'push' })
  const context = useInfiniteQuery({
    ...contextQuery({ projectId, logId, of: search.of, query: search.query }),
    placeholderData: keepPreviousData,
  })
  const shownId = search.log ?? logId
  const detail = useQuery(logDetailQuery(browserTarget, projectId, shownId))
  const router = useRouter()
  const isHydrated = useHydrated()
  const choices = context.data?.pages[0]?.choices ?? ['service']
  return (
    <>
      <PageHeader
        title="Log in context"
        actions={
          <Button asChild>
            <Link href={logsAroundHref(projectId, logId)} prefetch={false}>
              <ArrowLeftIcon />
              Logs of this time
            </Link>
          </Button>
        }
      />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="flex shrink-0 items-center gap-2 border-b border-border px-4 py-2">
            <Segmented
              label="Records of the same"
              value={search.of}
              options={choices.map((value) => ({ value, label: choiceNames[value] }))}
              onValueChange={(of) => void setSearch({ of })}
            />
            <SearchField
              signal="logs"
              label="Search around this log"
              placeholder="Only those that pass, for example severity:>=warn"
              value={search.query}
              onChange={(query) => void setSearch({ query: query || null })}
            />
          </div>
          {!isHydrated || context.isPending ? (
            <ListSkeleton />
          ) : context.data ? (
            <ContextList
              key={`${logId} ${search.of} ${search.query}`}
              context={context}
              logId={logId}
              shownId={shownId}
              onShow={(id) => void setSearch({ log: id === logId ? null : id }, { history: 'replace' })}
            />
          ) : (
            <ErrorState
              className="flex-1"
              title="The logs around this one could not be read"
              error={context.error}
              onRetry={() => void context.refetch()}
            />
          )}
        </div>
        <aside
          aria-label="Log record"
          className="flex h-full w-[520px] max-w-[45vw] shrink-0 flex-col border-l border-border"
        >
          {isHydrated && detail.data ? (
            <LogRecord
              key={shownId}
              log={detail.data}
              projectId={projectId}
              hasContext={shownId !== logId}
              onFilter={(filter) => router.push(logsAroundHref(projectId, shownId, addFilter('', filter)))}
            />
          ) : isHydrated && detail.error ? (
            <ErrorState
              title="The log record could not be read"
              error={detail.error}
              onRetry={() => void detail.refetch()}
            />
          ) : (
            <ListSkeleton />
          )}
        </aside>
      </div>
    </>
  )
}
