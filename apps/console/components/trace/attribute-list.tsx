import type { Attribute } from '@hanzo/schema/api'
import { attributeText } from '@/lib/attribute-text.ts'
import { indented } from './chat-message.ts'
import { LongText } from './long-text.tsx'

/** Attributes of an event, a link or a log: as sent, without what a span's own table offers. */
export function AttributeList({ attributes }: { attributes: readonly Attribute[] }) {
  if (attributes.length === 0) return null
  return (
    <dl className="mt-1.5 grid grid-cols-[minmax(96px,34%)_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-sm">
      {attributes.map((attribute) => (
        <div key={attribute.key} className="contents">
          <dt className="break-words text-subtle">{attribute.key}</dt>
          <dd className="min-w-0">
            <LongText text={indented(attributeText(attribute))} mono={attribute.type === 'json'} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
