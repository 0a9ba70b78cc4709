'use client'

import type { ServiceRed, ServiceRedRow } from '@hanzo/schema/api'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useMemo, useRef } from 'react'
import { DataTable } from '@/components/data-table/data-table.tsx'
import { serviceColumns } from '@/components/services/service-columns.tsx'
import { serviceHref } from '@/components/services/service-href.ts'
import { NothingMatches } from '@/components/state/nothing-matches.tsx'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Segmented } from '@/components/ui/segmented.tsx'
import { useShortcut } from '@/hooks/use-shortcut.ts'
import { formatQuantity } from '@/lib/format-number.ts'
import { servicesSearchParams } from './search-params.ts'
import { sortServices } from './sort-services.ts'

interface ServiceListProps {
  projectId: string
  services: ServiceRed
  isStale: boolean
}

const sorts = [
  { value: 'rate', label: 'Busiest' },
  { value: 'errors', label: 'Failing' },
  { value: 'p95', label: 'Slowest' },
  { value: 'name', label: 'Name' },
] as const

const rowKey = ({ name }: ServiceRedRow) => name

export function ServiceList({ projectId, services, isStale }: ServiceListProps) {
  const [search, setSearch] = useQueryStates(servicesSearchParams, { history: 'replace' })
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  useShortcut('/', () => input.current?.select())
  const columns = useMemo(() => serviceColumns(services.seconds), [services.seconds])
  const rows = useMemo(() => sortServices(services.rows, search), [services.rows, search])
  const hrefOf = ({ name }: ServiceRedRow) => serviceHref(projectId, name, search)
  return (
    <>
      <div className="flex h-11 shrink-0 items-center gap-3 border-b border-border px-4">
        <Input
          ref={input}
          type="search"
          aria-label="Find services"
          placeholder="Find a service"
          className="w-64"
          value={search.text}
          onChange={(event) => void setSearch({ text: event.target.value || null })}
        />
        <Segmented
          label="Order"
          value={search.sort}
          options={sorts}
          onValueChange={(sort) => void setSearch({ sort })}
        />
        <span className="text-sm text-muted">{formatQuantity(rows.length, 'service')}</span>
        <span className="ml-auto">
          <ReceiptLine receipt={services.receipt} />
        </span>
      </div>
      {rows.length === 0 ? (
        <NothingMatches className="flex-1" what="services" onClearFilters={() => void setSearch({ text: null })} />
      ) : (
        <DataTable
          tableId="services"
          label="Services"
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          hrefOf={hrefOf}
          onOpen={(service) => router.push(hrefOf(service))}
          isStale={isStale}
        />
      )}
    </>
  )
}
