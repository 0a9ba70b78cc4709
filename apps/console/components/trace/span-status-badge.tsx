import type { SpanStatus } from '@hanzo/schema/api'
import { Badge } from '@/components/ui/badge.tsx'

const looks = {
  ok: { tone: 'ok', text: 'OK' },
  error: { tone: 'error', text: 'Error' },
  unset: { tone: 'neutral', text: 'Unset' },
} as const

/** How a span ended. `Unset` is the usual end: most SDKs say nothing when nothing failed. */
export function SpanStatusBadge({ status }: { status: SpanStatus }) {
  return <Badge tone={looks[status].tone}>{looks[status].text}</Badge>
}
