'use client'

import type { MetricList, MetricSummary } from '@hanzo/schema/api'
import { lazy, Suspense, useMemo } from 'react'
import { DataTable } from '@/components/data-table/data-table.tsx'
import { SearchField } from '@/components/search/search-field.tsx'
import { useProject } from '@/components/shell/project-context.tsx'
import { NothingMatches } from '@/components/state/nothing-matches.tsx'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { Segmented } from '@/components/ui/segmented.tsx'
import { queryString } from '@/lib/api-client.ts'
import { formatCompact, formatCount } from '@/lib/format-number.ts'
import { metricPart } from './explore-search.ts'
import { metricColumns } from './metric-columns.tsx'
import type { MetricsChange, MetricsSearch } from './metric-search-params.ts'
import { sortMetrics } from './sort-metrics.ts'

const MetricTreemap = lazy(async () => ({ default: (await import('./metric-treemap.tsx')).MetricTreemap }))

interface MetricCatalogueProps {
  list: MetricList
  isStale: boolean
  selected: MetricSummary | undefined
  search: MetricsSearch
  setSearch: (change: MetricsChange, options?: { history: 'push' | 'replace' }) => void
}

type Form = 'list' | 'series' | 'samples'

const forms: readonly { value: Form; label: string }[] = [
  { value: 'list', label: 'List' },
  { value: 'series', label: 'By series' },
  { value: 'samples', label: 'By samples' },
]
const sortable = ['series', 'samples', 'lastSeen']
const rowKey = ({ name, type }: MetricSummary) => `${type} ${name}`

/** Every metric that was sent, as a list or a map; a click opens one beside it. */
export function MetricCatalogue({ list, isStale, selected, search, setSearch }: MetricCatalogueProps) {
  const { projectId } = useProject()
  const metrics = useMemo(() => sortMetrics(list.rows, search.sort), [list.rows, search.sort])
  const seriesCount = useMemo(() => metrics.reduce((sum, metric) => sum + metric.seriesCount, 0), [metrics])
  const select = ({ name, type }: MetricSummary) =>
    setSearch({ metric: name, type }, { history: search.metric === null ? 'push' : 'replace' })
  const form: Form = search.map ?? 'list'
  const hrefOf = (metric: MetricSummary) =>
    `/projects/${encodeURIComponent(projectId)}/metrics${queryString({ from: search.from, to: search.to, q: JSON.stringify(metricPart(metric, search.query)) })}`
  return (
    <section aria-label="Catalogue" className="flex min-w-0 flex-1 flex-col">
      <div className="@container flex h-11 shrink-0 items-center gap-3 border-border border-b px-4">
        <div className="flex w-[28rem] min-w-40 shrink">
          <SearchField
            signal="metrics"
            label="Search metrics"
            placeholder="Search metrics: http service:checkout k8s.pod.name:*"
            value={search.query}
            onChange={(query) => setSearch({ query: query || null }, { history: 'push' })}
          />
        </div>
        <Segmented
          label="Form"
          value={form}
          options={forms}
          onValueChange={(next) => setSearch({ map: next === 'list' ? null : next })}
        />
        <span className="min-w-0 truncate text-muted text-sm">
          {formatCount(list.total)} metrics · {formatCompact(seriesCount)} series
        </span>
        <span className="ml-auto @max-4xl:hidden">
          <ReceiptLine receipt={list.receipt} />
        </span>
      </div>
      {metrics.length === 0 ? (
        <NothingMatches
          className="flex-1"
          what="metrics"
          onClearFilters={search.query ? () => setSearch({ query: null }, { history: 'push' }) : null}
        />
      ) : form === 'list' ? (
        <DataTable
          tableId="metrics"
          label="Metrics"
          columns={metricColumns}
          rows={metrics}
          rowKey={rowKey}
          selectedKey={selected ? rowKey(selected) : null}
          onOpen={select}
          hrefOf={hrefOf}
          isStale={isStale}
          sort={{
            columnId: search.sort,
            columnIds: sortable,
            onSort: (id) => setSearch({ sort: id === search.sort ? null : (id as MetricsSearch['sort']) }),
          }}
        />
      ) : (
        <Suspense fallback={<div className="m-3 flex-1 rounded-md bg-surface" />}>
          <MetricTreemap metrics={metrics} by={form} selected={selected} onSelect={select} />
        </Suspense>
      )}
    </section>
  )
}
