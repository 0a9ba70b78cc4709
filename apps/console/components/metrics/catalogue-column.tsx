import type { MetricList, MetricSummary } from '@hanzo/schema/api'
import { SearchInput } from '@/components/filter/search-input.tsx'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { formatCount } from '@/lib/format-number.ts'
import { CatalogueSkeleton } from './catalogue-skeleton.tsx'
import { MetricCatalogue } from './metric-catalogue.tsx'

interface CatalogueColumnProps {
  list: MetricList | undefined
  metrics: readonly MetricSummary[]
  selected: MetricSummary | undefined
  text: string
  onText: (text: string) => void
  onSelect: (metric: MetricSummary) => void
}

/** The catalogue with its search, and how many metrics it has. */
export function CatalogueColumn({ list, metrics, selected, text, onText, onSelect }: CatalogueColumnProps) {
  return (
    <section aria-label="Catalogue" className="flex w-80 shrink-0 flex-col border-border border-r 2xl:w-96">
      <div className="flex h-11 shrink-0 items-center border-border border-b px-2">
        <SearchInput label="Search metrics" placeholder="Search metrics" value={text} onChange={onText} />
      </div>
      {list ? <MetricCatalogue metrics={metrics} selected={selected} onSelect={onSelect} /> : <CatalogueSkeleton />}
      <div className="flex h-8 shrink-0 items-center justify-between gap-2 overflow-hidden border-border border-t pr-1 pl-3 text-subtle text-xs">
        {list && (
          <>
            <span className="whitespace-nowrap">
              {text
                ? `${formatCount(metrics.length)} of ${formatCount(list.rows.length)}`
                : `${formatCount(list.rows.length)} metrics`}
            </span>
            <ReceiptLine receipt={list.receipt} />
          </>
        )}
      </div>
    </section>
  )
}
