import type { SpanDetail } from '@hanzo/schema/api'
import { CircleAlertIcon } from 'lucide-react'
import { attributeText } from '@/lib/attribute-text.ts'

/** Why a span failed: the message of its status, or of the exception it recorded. Nothing for a span that did not. */
export function SpanError({ detail }: { detail: SpanDetail }) {
  if (detail.status !== 'error') return null
  const exception = detail.events.find(({ name }) => name === 'exception')
  const textOf = (key: string) => {
    const attribute = (exception?.attributes ?? detail.attributes).find((candidate) => candidate.key === key)
    return attribute ? attributeText(attribute) : ''
  }
  const type = textOf('exception.type') || textOf('error.type')
  const message = detail.statusMessage || textOf('exception.message')
  return (
    <div role="note" className="mx-4 flex gap-2 rounded-md bg-status-error-soft px-3 py-2 text-status-error">
      <CircleAlertIcon className="mt-[3px] size-3.5 shrink-0" />
      <p className="min-w-0 break-words">
        {type && <strong className="font-semibold">{type}</strong>}
        {type && message && ': '}
        {message || (type ? '' : 'Ended with an error, without a message')}
      </p>
    </div>
  )
}
