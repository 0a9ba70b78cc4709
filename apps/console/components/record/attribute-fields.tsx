'use client'

import type { Attribute } from '@hanzo/schema/api'
import { attributeKey, type SearchFilter } from '@hanzo/search'
import { BanIcon, ListFilterIcon } from 'lucide-react'
import { Fragment } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { attributeText, prettyJson } from '@/lib/attribute-text.ts'
import { formatQuantity } from '@/lib/format-number.ts'

interface AttributeFieldsProps {
  title: string
  attributes: readonly Attribute[]
  /** How many the SDK left out. */
  dropped?: number
  /** Whose attributes they are, for a filter. */
  owner?: 'record' | 'resource' | 'scope'
  /** Without it there is no way to filter. */
  onFilter?: (filter: SearchFilter) => void
}

/** The longest value that the API takes as a filter. */
const filterCharactersMost = 2000

/** Attributes by key, each with its type, a copy button and buttons that filter by it. */
export function AttributeFields({ title, attributes, dropped = 0, owner = 'record', onFilter }: AttributeFieldsProps) {
  if (attributes.length === 0 && dropped === 0) return null
  const sorted = attributes.toSorted((a, b) => a.key.localeCompare(b.key))
  return (
    <section className="mt-4">
      <h3 className="px-4 pb-1 text-xs font-medium text-subtle">{title}</h3>
      <dl>
        {sorted.map((attribute) => (
          <AttributeField key={attribute.key} attribute={attribute} owner={owner} onFilter={onFilter} />
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
}

function AttributeField({ attribute, owner, onFilter }: AttributeFieldProps) {
  const text = attributeText(attribute)
  const filter = { key: attributeKey(owner, attribute.key), value: text }
  return (
    <div className="group relative grid grid-cols-[minmax(120px,38%)_minmax(0,1fr)] gap-3 px-4 py-1 text-sm hover:bg-hover">
      <dt className="break-words text-muted">{breakable(attribute.key)}</dt>
      <dd className="flex min-w-0 items-start gap-2">
        <span className="max-h-60 min-w-0 flex-1 overflow-auto font-mono whitespace-pre-wrap break-words">
          {attribute.type === 'json' ? prettyJson(text) : text || <span className="text-subtle">empty</span>}
        </span>
        {attribute.type !== 'string' && (
          <span className="shrink-0 text-2xs leading-4 text-subtle">{attribute.type}</span>
        )}
        <span className="absolute top-0 right-2 flex bg-hover opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
          {onFilter && text.length <= filterCharactersMost && (
            <>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Filter by ${attribute.key}`}
                title="Only with this value"
                onClick={() => onFilter(filter)}
              >
                <ListFilterIcon />
              </Button>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Exclude ${attribute.key}`}
                title="Only without this value"
                onClick={() => onFilter({ ...filter, isNegated: true })}
              >
                <BanIcon />
              </Button>
            </>
          )}
          <CopyButton text={text} what="Value" />
        </span>
      </dd>
    </div>
  )
}
