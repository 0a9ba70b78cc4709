import type { SpanSummary } from '@hanzo/schema/api'
import { formatCount } from '@/lib/format-number.ts'

interface TokenKind {
  label: string
  color: string
  count: number
}

/** Tokens by kind: what a cache gave or took is part of the input, reasoning part of the output. */
function tokenKinds({ genAiInputTokens: input, genAiOutputTokens: output, genAi }: SpanSummary): TokenKind[] {
  const { cacheReadInputTokens: read = 0, cacheWriteInputTokens: written = 0 } = genAi ?? {}
  const { reasoningOutputTokens: reasoning = 0 } = genAi ?? {}
  const kinds = [
    { label: 'input', color: 'var(--service-1)', count: Math.max(0, input - read - written) },
    { label: 'read from cache', color: 'var(--service-4)', count: read },
    { label: 'written to cache', color: 'var(--service-5)', count: written },
    { label: 'output', color: 'var(--service-2)', count: Math.max(0, output - reasoning) },
    { label: 'reasoning', color: 'var(--service-3)', count: reasoning },
  ]
  return kinds.filter(({ count }) => count > 0)
}

/** Tokens in and out by kind, and their proportion. Nothing where none were counted. */
export function TokenBar({ span }: { span: SpanSummary }) {
  const total = span.genAiInputTokens + span.genAiOutputTokens
  if (total === 0) return null
  const kinds = tokenKinds(span)
  return (
    <div className="border-border border-t px-3 py-2">
      <div aria-hidden="true" className="flex h-1.5 gap-px overflow-hidden rounded-full">
        {kinds.map(({ label, color, count }) => (
          <span key={label} style={{ width: `${(count / total) * 100}%`, background: color }} />
        ))}
      </div>
      <p className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5 text-muted text-sm">
        {kinds.map(({ label, color, count }) => (
          <span key={label} className="inline-flex items-center gap-1.5">
            <span className="size-2 rounded-[2px]" style={{ background: color }} />
            {formatCount(count)} {label}
          </span>
        ))}
        <span className="ml-auto text-subtle">{formatCount(total)} tokens in all</span>
      </p>
    </div>
  )
}
