import type { SpanDetail } from '@hanzo/schema/api'
import { CircleAlertIcon, DiamondIcon } from 'lucide-react'
import { attributeText } from '@/lib/attribute-text.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatQuantity } from '@/lib/format-number.ts'
import { formatExactTime } from '@/lib/format-time.ts'
import { AttributeList } from './attribute-list.tsx'
import { StackTrace } from './stack-trace.tsx'

type SpanEvent = SpanDetail['events'][number]

const shownApart = new Set(['exception.type', 'exception.message', 'exception.stacktrace'])

/** What a span recorded on its way, in order; exceptions with their stack. */
export function SpanEvents({ detail }: { detail: SpanDetail }) {
  if (detail.events.length === 0) return <p className="px-4 py-3 text-subtle">No events were recorded.</p>
  return (
    <div>
      {detail.events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events have no id, and their order never changes
        <EventItem key={index} event={event} spanStart={detail.startTimeUnixNano} />
      ))}
      {detail.droppedEventsCount > 0 && (
        <p className="px-4 py-2 text-sm text-subtle">
          {formatQuantity(detail.droppedEventsCount, 'event')} dropped by the SDK's limit
        </p>
      )}
    </div>
  )
}

function EventItem({ event, spanStart }: { event: SpanEvent; spanStart: string }) {
  const isException = event.name === 'exception'
  const Icon = isException ? CircleAlertIcon : DiamondIcon
  const textOf = (key: string) => {
    const attribute = event.attributes.find((candidate) => candidate.key === key)
    return attribute ? attributeText(attribute) : ''
  }
  return (
    <article className="border-border border-b px-4 py-2">
      <header className="flex items-center gap-2">
        <Icon className={isException ? 'size-3.5 text-status-error' : 'size-3 text-subtle'} />
        <h3 className="min-w-0 break-words font-medium">{(isException && textOf('exception.type')) || event.name}</h3>
        <span className="ml-auto shrink-0 text-sm text-subtle" title={formatExactTime(event.timeUnixNano)}>
          +{formatDuration(BigInt(event.timeUnixNano) - BigInt(spanStart))}
        </span>
      </header>
      {isException && textOf('exception.message') && (
        <p className="mt-1 break-words text-status-error">{textOf('exception.message')}</p>
      )}
      {isException && textOf('exception.stacktrace') && <StackTrace stack={textOf('exception.stacktrace')} />}
      <AttributeList attributes={event.attributes.filter(({ key }) => !isException || !shownApart.has(key))} />
    </article>
  )
}
