import type { IngestProblem } from '@hanzo/schema/api'
import { Badge } from '@/components/ui/badge.tsx'

const labels = { rejected: 'rejected', refused: 'refused', warned: 'remark' } as const
const hints = {
  rejected: 'These records were not stored; others of the same requests were',
  refused: 'The whole request was refused',
  warned: 'The request was taken; there is something to know about it',
} as const
const tones = { rejected: 'error', refused: 'error', warned: 'neutral' } as const

/** What became of it; a refused request with the status that its sender was answered. */
export function OutcomeLabel({ problem }: { problem: Pick<IngestProblem, 'outcome' | 'statusCode'> }) {
  const { outcome, statusCode } = problem
  return (
    <Badge tone={tones[outcome]} title={hints[outcome]}>
      {labels[outcome]}
      {outcome === 'refused' && ` ${statusCode}`}
    </Badge>
  )
}
