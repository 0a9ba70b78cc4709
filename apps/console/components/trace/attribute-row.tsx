'use client'

import type { Attribute } from '@hanzo/schema/api'
import { attributeText } from '@/lib/attribute-text.ts'
import { AttributeActions } from './attribute-actions.tsx'
import type { AttributeContext } from './attribute-context.ts'
import { indented } from './chat-message.ts'
import { LongText } from './long-text.tsx'

interface AttributeRowProps {
  attribute: Attribute
  context: AttributeContext
}

/** One attribute. JSON is indented, whether it was sent as a value of its own or as text. */
export function AttributeRow({ attribute, context }: AttributeRowProps) {
  const text = attributeText(attribute)
  const pretty = attribute.type === 'json' || attribute.type === 'string' ? indented(text) : text
  return (
    <div className="group relative grid grid-cols-[minmax(120px,38%)_minmax(0,1fr)] gap-3 border-border/60 border-b px-4 py-1 text-sm hover:bg-hover">
      <dt className="break-words text-muted">{attribute.key}</dt>
      <dd className="min-w-0">
        <span className="flex items-start gap-2">
          <LongText
            lines={8}
            text={pretty}
            mono={attribute.type !== 'string' || pretty !== text}
            className={valueColor(attribute)}
          />
          {attribute.type !== 'string' && (
            <span className="ml-auto shrink-0 text-2xs text-subtle leading-4">{attribute.type}</span>
          )}
        </span>
        <AttributeActions attributeKey={attribute.key} text={text} context={context} />
      </dd>
    </div>
  )
}

function valueColor(attribute: Attribute): string {
  if (attribute.type === 'int' || attribute.type === 'double') return 'text-[var(--kind-model)]'
  return attribute.type === 'bool' ? 'text-[var(--kind-agent)]' : ''
}
