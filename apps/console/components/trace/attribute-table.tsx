'use client'

import type { Attribute } from '@hanzo/schema/api'
import { useState } from 'react'
import { Input } from '@/components/ui/input.tsx'
import { attributeText } from '@/lib/attribute-text.ts'
import { formatQuantity } from '@/lib/format-number.ts'
import type { AttributeContext } from './attribute-context.ts'
import { AttributeRow } from './attribute-row.tsx'

const filterFrom = 8

interface AttributeTableProps {
  attributes: readonly Attribute[]
  dropped?: number
  context: AttributeContext
}

/** Attributes by key with their types: find one, copy it, look for other traces that have it. */
export function AttributeTable({ attributes, dropped = 0, context }: AttributeTableProps) {
  const [filter, setFilter] = useState('')
  const needle = filter.trim().toLowerCase()
  const shown = attributes
    .filter((one) => one.key.toLowerCase().includes(needle) || attributeText(one).toLowerCase().includes(needle))
    .toSorted((a, b) => a.key.localeCompare(b.key))
  return (
    <div className="pb-4">
      {attributes.length >= filterFrom && (
        <div className="sticky top-0 z-10 border-border border-b bg-background px-4 py-2">
          <Input
            type="search"
            aria-label="Filter attributes"
            placeholder={`Filter ${attributes.length} attributes`}
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        </div>
      )}
      {shown.length === 0 && (
        <p className="px-4 py-3 text-subtle">
          {attributes.length === 0 ? 'No attributes were sent.' : 'No attribute matches.'}
        </p>
      )}
      <dl>
        {shown.map((attribute) => (
          <AttributeRow key={attribute.key} attribute={attribute} context={context} />
        ))}
      </dl>
      {dropped > 0 && (
        <p className="px-4 py-2 text-sm text-subtle">
          {formatQuantity(dropped, 'attribute')} dropped by the SDK's limit
        </p>
      )}
    </div>
  )
}
