'use client'

import type { Operation } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { DataTable } from '@/components/data-table/data-table.tsx'
import { operationsQuery, serviceRedQuery } from '@/components/red/red-queries.ts'
import { serviceSearch } from '@/components/red/red-search.ts'
import { RedStrip } from '@/components/red/red-strip.tsx'
import { operationColumns, operationSearch } from '@/components/services/operation-columns.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { NothingMatches } from '@/components/state/nothing-matches.tsx'
import { RefreshButton } from '@/components/time/refresh-button.tsx'
import { TimeRangePicker } from '@/components/time/time-range-picker.tsx'
import { Button } from '@/components/ui/button.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { browserTarget, queryString } from '@/lib/api-client.ts'
import { explorerHref } from '@/lib/explorer-href.ts'
import { ServiceSide } from './service-side.tsx'

interface ServicePageProps {
  projectId: string
  service: string
}

/** One service: its figures, its operations, who calls it and what it calls. */
export function ServicePage({ projectId, service }: ServicePageProps) {
  const [range] = useTimeRange()
  const services = useQuery(serviceRedQuery(browserTarget, projectId, range))
  const basis = services.data?.rows.find(({ name }) => name === service)?.basis ?? 'requests'
  const search = serviceSearch(service, basis)
  const list = `/projects/${encodeURIComponent(projectId)}/services${queryString({ from: range.from, to: range.to })}`
  return (
    <>
      <PageHeader
        title={
          <>
            <Link href={list} className="text-subtle hover:text-foreground">
              Services
            </Link>
            <span className="px-1.5 text-border-strong">/</span>
            {service}
          </>
        }
        actions={
          <>
            <Button asChild>
              <Link href={explorerHref(projectId, range, serviceSearch(service, 'spans'), 'traces')}>Traces</Link>
            </Button>
            <TimeRangePicker />
            <RefreshButton />
          </>
        }
      />
      <RedStrip projectId={projectId} range={range} query={search} />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <OperationList projectId={projectId} service={service} />
        </div>
        <ServiceSide projectId={projectId} service={service} range={range} />
      </div>
    </>
  )
}

const operationKey = ({ name, kind }: Operation) => `${kind} ${name}`

function OperationList({ projectId, service }: ServicePageProps) {
  const [range] = useTimeRange()
  const router = useRouter()
  const operations = useQuery(operationsQuery(browserTarget, projectId, range, service))
  // The answer may be there before the page is: the server's markup has none yet.
  const data = useHydrated() ? operations.data : undefined
  const columns = useMemo(() => {
    const total = data?.rows.reduce((sum, { durationSum }) => sum + durationSum, 0) ?? 0
    return operationColumns(service, data?.seconds ?? 1, total)
  }, [data, service])
  if (operations.error && !data) {
    return (
      <ErrorState
        className="flex-1"
        title="The operations could not be read"
        error={operations.error}
        onRetry={() => void operations.refetch()}
      />
    )
  }
  if (!data) return <ListSkeleton />
  if (data.rows.length === 0)
    return <NothingMatches className="flex-1" what="spans of this service" onClearFilters={null} />
  const hrefOf = (operation: Operation) => explorerHref(projectId, range, operationSearch(service, operation))
  return (
    <DataTable
      tableId="operations"
      label="Operations"
      columns={columns}
      rows={data.rows}
      rowKey={operationKey}
      hrefOf={hrefOf}
      onOpen={(operation) => router.push(hrefOf(operation))}
      isStale={operations.isPlaceholderData}
    />
  )
}
