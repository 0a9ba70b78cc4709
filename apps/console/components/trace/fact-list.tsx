import type { ReactNode } from 'react'
import { classNames } from '@/lib/class-names.ts'

export interface Fact {
  label: string
  value: ReactNode
}

/** Labels at the left, values at the right, one a line. */
export function FactList({ facts, className }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl className={classNames('grid grid-cols-[104px_minmax(0,1fr)] gap-y-1 px-4 text-sm', className)}>
      {facts.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-subtle">{label}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
