'use client'

import type { Attribute } from '@hanzo/schema/api'
import { attributeKey, type SearchFilter } from '@hanzo/search'
import { Fragment } from 'react'
import { attributeText } from '@/lib/attribute-text.ts'
import { formatQuantity } from '@/lib/format-number.ts'
import { readStructure } from '@/lib/read-json.ts'
import { JsonTree } from './json-tree.tsx'
import { type ValueActions, ValueButtons } from './value-buttons.tsx'

interface AttributeFieldsProps {
  title: string
  attributes: readonly Attribute[]
  /** How many the SDK left out. */
  dropped?: number
  /** Whose attributes they are, for a filter. */
  owner?: 'record' | 'resource' | 'scope'
  /** Without it there is no way to filter. */
  onFilter?: ((filter: SearchFilter) => void) | undefined
  /** Shows a key as a column of the list. */
  onAddColumn?: ((key: string) => void) | undefined
}

/** The longest value that the API takes as a filter. */
const filterCharactersMost = 2000

/** Attributes by key, each with its type and buttons that copy it, filter by it and make it a column. JSON is a tree. */
export function AttributeFields(props: AttributeFieldsProps) {
  const { title, attributes, dropped = 0, owner = 'record', onFilter, onAddColumn } = props
  if (attributes.length === 0 && dropped === 0) return null
  const sorted = attributes.toSorted((a, b) => a.key.localeCompare(b.key))
  return (
    <section className="mt-4">
      <h3 className="px-4 pb-1 text-xs font-medium text-subtle">{title}</h3>
      <dl>
        {sorted.map((attribute) => (
          <AttributeField
            key={attribute.key}
            attribute={attribute}
            owner={owner}
            onFilter={onFilter}
            onAddColumn={onAddColumn}
          />
        ))}
      </dl>
      {dropped > 0 && (
        <p className="px-4 py-1 text-sm text-subtle">
          {formatQuantity(dropped, 'attribute')} dropped by the SDK's limit
        </p>
      )}
    </section>
  )
}

/** A key that breaks between its words first. */
function breakable(key: string) {
  let read = ''
  return key.split(/(?<=[._])/).map((word) => {
    read += word
    return (
      <Fragment key={read}>
        {word}
        <wbr />
      </Fragment>
    )
  })
}

interface AttributeFieldProps {
  attribute: Attribute
  owner: 'record' | 'resource' | 'scope'
  onFilter: ((filter: SearchFilter) => void) | undefined
  onAddColumn: ((key: string) => void) | undefined
}

function AttributeField({ attribute, owner, onFilter, onAddColumn }: AttributeFieldProps) {
  const text = attributeText(attribute)
  const key = attributeKey(owner, attribute.key)
  const structure = attribute.type === 'json' || attribute.type === 'string' ? readStructure(text) : undefined
  const actions: ValueActions = {
    ...(onFilter && text.length <= filterCharactersMost && { filter: { value: { key, value: text }, onFilter } }),
    ...(onAddColumn && { onAddColumn: () => onAddColumn(key) }),
  }
  return (
    <div className="group relative grid grid-cols-[minmax(120px,min(38%,18rem))_minmax(0,1fr)] gap-3 px-4 py-1 text-sm hover:bg-hover">
      <dt className="break-words text-muted">{breakable(attribute.key)}</dt>
      <dd className="flex min-w-0 items-start gap-2">
        <div className="max-h-60 min-w-0 flex-1 overflow-auto font-mono whitespace-pre-wrap break-words">
          {structure ? <JsonTree node={structure} /> : text || <span className="text-subtle">empty</span>}
        </div>
        {attribute.type !== 'string' && (
          <span className="shrink-0 text-2xs leading-4 text-subtle">{attribute.type}</span>
        )}
        <ValueButtons actions={actions} copied={() => text} what={attribute.key} />
      </dd>
    </div>
  )
}
