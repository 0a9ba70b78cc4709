import { formatCount } from '@/lib/format-number.ts'

/** Tokens in and out, and their proportion. Nothing where none were counted. */
export function TokenBar({ input, output }: { input: number; output: number }) {
  const total = input + output
  if (total === 0) return null
  return (
    <div className="border-border border-t px-3 py-2">
      <div aria-hidden="true" className="flex h-1.5 gap-px overflow-hidden rounded-full">
        <span className="bg-[var(--service-1)]" style={{ width: `${(input / total) * 100}%` }} />
        <span className="bg-[var(--service-2)]" style={{ width: `${(output / total) * 100}%` }} />
      </div>
      <p className="mt-1.5 flex gap-4 text-muted text-sm">
        <TokenCount color="var(--service-1)" count={input} label="input tokens" />
        <TokenCount color="var(--service-2)" count={output} label="output tokens" />
        <span className="ml-auto text-subtle">{formatCount(total)} in all</span>
      </p>
    </div>
  )
}

function TokenCount({ color, count, label }: { color: string; count: number; label: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className="size-2 rounded-[2px]" style={{ background: color }} />
      {formatCount(count)} {label}
    </span>
  )
}
