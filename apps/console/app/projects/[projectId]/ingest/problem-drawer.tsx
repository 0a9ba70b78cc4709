'use client'

import type { IngestProblem } from '@hanzo/schema/api'
import { XIcon } from 'lucide-react'
import Link from 'next/link'
import { ServiceName } from '@/components/record/service-name.tsx'
import { Moment } from '@/components/time/moment.tsx'
import { type Fact, FactList } from '@/components/trace/fact-list.tsx'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Drawer } from '@/components/ui/drawer.tsx'
import { prettyJson } from '@/lib/attribute-text.ts'
import { formatCount, formatQuantity } from '@/lib/format-number.ts'
import { OutcomeLabel } from './outcome-label.tsx'
import { problemAdvice, problemQuantity } from './problem-text.ts'

interface ProblemDrawerProps {
  projectId: string
  problem: IngestProblem
  onClose: () => void
}

/** Everything that is known of what was not stored for one reason. */
export function ProblemDrawer({ projectId, problem, onClose }: ProblemDrawerProps) {
  const advice = problemAdvice(problem)
  const isLimit = problem.code === 'RATE_LIMITED' || problem.code === 'QUOTA_EXCEEDED'
  return (
    <Drawer label="Ingest problem" onClose={onClose}>
      <div className="flex h-9 shrink-0 items-center justify-between border-b border-border pr-2 pl-4">
        <h2 className="flex items-center gap-2 font-medium">
          <OutcomeLabel problem={problem} />
          {problemQuantity(problem)}
        </h2>
        <Button variant="ghost" size="icon-sm" aria-label="Close" title="Close (Esc)" onClick={onClose}>
          <XIcon />
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-6">
        <div className="group relative mx-4 mt-3 rounded-md border border-border bg-surface py-2 pr-10 pl-3">
          <p className="font-mono text-sm break-words">{problem.reason}</p>
          <CopyButton text={problem.reason} what="Reason" className="absolute top-1 right-1" />
        </div>
        {advice && (
          <p className="mx-4 mt-3 text-muted">
            {advice}
            {isLimit && (
              <>
                {' '}
                <Link
                  href={`/projects/${encodeURIComponent(projectId)}/settings`}
                  className="text-accent underline underline-offset-2"
                >
                  Open the settings
                </Link>
                .
              </>
            )}
          </p>
        )}
        <FactList className="mt-4" facts={factsOf(problem)} />
        <Sample problem={problem} />
      </div>
    </Drawer>
  )
}

function factsOf(problem: IngestProblem): Fact[] {
  const { signal, serviceName, sdk, statusCode, code, recordCount, requestCount } = problem
  return [
    { label: 'Signal', value: signal ?? '' },
    { label: 'Service', value: serviceName && <ServiceName name={serviceName} /> },
    { label: problem.outcome === 'refused' ? 'Client' : 'SDK', value: sdk },
    {
      label: 'Answered',
      value: `${statusCode}${problem.outcome === 'rejected' ? ', with their number in partialSuccess' : ''}`,
    },
    { label: 'Code', value: code && <code className="font-mono">{code}</code> },
    { label: 'Records', value: recordCount > 0 ? formatCount(recordCount) : '' },
    { label: 'In', value: formatQuantity(requestCount, 'request') },
    { label: 'First seen', value: <Moment unixNano={`${problem.firstSeenUnixMs}000000`} /> },
    { label: 'Last seen', value: <Moment unixNano={`${problem.lastSeenUnixMs}000000`} /> },
  ].filter(({ value }) => value !== '')
}

function Sample({ problem }: { problem: IngestProblem }) {
  if (problem.outcome !== 'rejected') return null
  const sample = prettyJson(problem.sample)
  return (
    <section className="mt-5">
      <h3 className="px-4 pb-1 text-xs font-medium text-subtle">
        A sample, without content: texts and values of attributes are left out
      </h3>
      {sample ? (
        <div className="group relative mx-4 rounded-md border border-border bg-surface">
          <pre className="max-h-[50vh] overflow-auto p-3 pr-10 font-mono text-sm whitespace-pre-wrap break-words">
            {sample}
          </pre>
          <CopyButton text={sample} what="Sample" className="absolute top-1.5 right-1.5" />
        </div>
      ) : (
        <p className="px-4 text-muted">One is kept an hour for each reason: widen the time range to see it.</p>
      )}
    </section>
  )
}
