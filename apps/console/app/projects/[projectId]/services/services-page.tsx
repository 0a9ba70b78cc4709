'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { serviceRedQuery } from '@/components/red/red-queries.ts'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { NoData } from '@/components/state/no-data.tsx'
import { NothingMatches } from '@/components/state/nothing-matches.tsx'
import { RefreshButton } from '@/components/time/refresh-button.tsx'
import { TimeRangePicker } from '@/components/time/time-range-picker.tsx'
import { Segmented } from '@/components/ui/segmented.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import { anySpanQuery } from '../traces/queries.ts'
import { servicesSearchParams } from './search-params.ts'
import { ServiceList } from './service-list.tsx'
import { ServiceMapSection } from './service-map-section.tsx'

const views = [
  { value: 'list', label: 'List' },
  { value: 'map', label: 'Map' },
] as const

/** Every service with its rate, errors and durations, as a list or as a map of who calls whom. */
export function ServicesPage({ projectId }: { projectId: string }) {
  const [search, setSearch] = useQueryStates(servicesSearchParams, { history: 'push' })
  const services = useQuery({
    ...serviceRedQuery(browserTarget, projectId, search),
    refetchInterval: ({ state }) =>
      refreshInterval({ live: false, moving: isMoving(search), empty: state.data?.rows.length === 0 }),
  })
  // The answer may be there before the page is: the server's markup has none yet.
  const hydrated = useHydrated()
  const data = hydrated ? services.data : undefined
  const any = useQuery({ ...anySpanQuery(browserTarget, projectId), enabled: data?.rows.length === 0 })
  return (
    <>
      <PageHeader
        title="Services"
        actions={
          <>
            <TimeRangePicker />
            <RefreshButton />
          </>
        }
      >
        <Segmented
          label="View"
          value={search.view}
          options={views}
          onValueChange={(view) => void setSearch({ view, node: null })}
        />
      </PageHeader>
      {data?.rows.length === 0 ? (
        any.data === false ? (
          <NoData signal="traces" />
        ) : (
          <NothingMatches className="flex-1" what="services" onClearFilters={null} />
        )
      ) : services.error && !data ? (
        <ErrorState
          className="flex-1"
          title="The services could not be read"
          error={services.error}
          onRetry={() => void services.refetch()}
        />
      ) : !data ? (
        <ListSkeleton />
      ) : search.view === 'map' ? (
        <ServiceMapSection projectId={projectId} services={data} />
      ) : (
        <ServiceList projectId={projectId} services={data} isStale={services.isPlaceholderData} />
      )}
    </>
  )
}
