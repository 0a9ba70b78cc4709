'use client'

import type { Operation, TimeRange } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { edgeKey } from '@/components/map/map-graph.ts'
import { edgeSearch } from '@/components/map/map-search.ts'
import { NodeCalls } from '@/components/map/node-calls.tsx'
import { figureOf, formatFigure } from '@/components/red/red-figures.ts'
import { operationsQuery, serviceMapQuery } from '@/components/red/red-queries.ts'
import { figureSearch } from '@/components/red/red-search.ts'
import { operationSearch } from '@/components/services/operation-columns.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { explorerHref } from '@/lib/explorer-href.ts'

interface ServiceSideProps {
  projectId: string
  service: string
  range: TimeRange
}

const worstMost = 5

/** Beside the operations: the slowest and the failing ones, who calls the service and what it calls. */
export function ServiceSide({ projectId, service, range }: ServiceSideProps) {
  const operations = useQuery(operationsQuery(browserTarget, projectId, range, service))
  const map = useQuery(serviceMapQuery(browserTarget, projectId, range))
  const hydrated = useHydrated()
  const router = useRouter()
  const rows = hydrated ? (operations.data?.rows ?? []) : []
  const id = `service ${service}`
  const nodes = new Map((hydrated ? (map.data?.nodes ?? []) : []).map((node) => [node.id, node]))
  const edges = hydrated ? (map.data?.edges ?? []) : []
  const open = (key: string) => {
    const edge = edges.find((candidate) => edgeKey(candidate) === key)
    const [from, to] = edge ? [nodes.get(edge.from), nodes.get(edge.to)] : []
    if (from && to) router.push(explorerHref(projectId, range, edgeSearch(from, to)))
  }
  return (
    <aside
      aria-label="About the service"
      className="w-[360px] shrink-0 overflow-y-auto border-l border-border max-xl:w-[280px]"
    >
      <Worst
        title="Slowest operations"
        figure="p95"
        rows={rows.toSorted((a, b) => (b.current.p95 ?? 0) - (a.current.p95 ?? 0))}
        {...{ projectId, service, range }}
      />
      <Worst
        title="Failing operations"
        figure="errors"
        rows={rows
          .filter(({ current }) => current.errorCount > 0)
          .toSorted((a, b) => (figureOf(b.current, 'errors', 1) ?? 0) - (figureOf(a.current, 'errors', 1) ?? 0))}
        {...{ projectId, service, range }}
      />
      {hydrated && map.isPending && <Skeleton className="m-4 h-24" />}
      <NodeCalls
        title="Called by"
        calls={edges.filter(({ to }) => to === id)}
        end="from"
        nodes={nodes}
        onSelect={open}
      />
      <NodeCalls title="Calls" calls={edges.filter(({ from }) => from === id)} end="to" nodes={nodes} onSelect={open} />
      {hydrated && map.error && !map.data && (
        <p role="alert" className="px-4 py-3 text-sm text-muted">
          Who calls it could not be read
        </p>
      )}
    </aside>
  )
}

interface WorstProps extends ServiceSideProps {
  title: string
  figure: 'p95' | 'errors'
  /** The worst first. */
  rows: readonly Operation[]
}

function Worst({ title, figure, rows, projectId, service, range }: WorstProps) {
  if (rows.length === 0) return null
  return (
    <section aria-label={title} className="border-b border-border py-2">
      <h3 className="px-4 pb-1 text-xs font-medium text-subtle">{title}</h3>
      <ul>
        {rows.slice(0, worstMost).map((operation) => (
          <li key={`${operation.kind} ${operation.name}`}>
            <Link
              href={explorerHref(
                projectId,
                range,
                figureSearch(operationSearch(service, operation), figure, operation.current),
              )}
              prefetch={false}
              title="Show these spans"
              className="flex h-7 items-center gap-2 px-4 text-sm hover:bg-hover"
            >
              <span className="min-w-0 truncate">{operation.name}</span>
              <span className="ml-auto shrink-0 tabular-nums text-muted">
                {formatFigure(figure, figureOf(operation.current, figure, 1))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
