'use client'

import type { MetricAttributes } from '@hanzo/schema/api'
import { addFilter, attributeKey } from '@hanzo/search'
import { SearchBox } from '@/components/search/search-box.tsx'
import { AttributeValueMenu } from './attribute-value-menu.tsx'

interface SeriesFilterProps {
  partId: string
  metric: string
  filter: string
  attributes: MetricAttributes['attributes']
  onChange: (filter: string) => void
}

/** Which series of a metric a query reads, in the search language, typed or taken from what was sent. */
export function SeriesFilter({ partId, metric, filter, attributes, onChange }: SeriesFilterProps) {
  const add = (key: string, value: string) =>
    onChange(addFilter(filter, { key: key === 'service.name' ? 'service' : attributeKey('any', key), value }))
  return (
    <div className="flex min-w-52 flex-1">
      <SearchBox
        signal="metrics"
        metric={metric}
        value={filter}
        onChange={onChange}
        label={`Filter of ${partId}`}
        placeholder="service:checkout -http.route:/health*"
        className="rounded-r-none"
      />
      <AttributeValueMenu partId={partId} attributes={attributes} onAdd={add} />
    </div>
  )
}
