import type { ReactNode } from 'react'

/** The line of the filters that are typed, and below it those that are set. */
export function ListToolbar({ children, pills }: { children: ReactNode; pills: ReactNode }) {
  return (
    <div className="flex shrink-0 flex-col gap-2 border-b border-border px-4 py-2">
      <div className="flex items-center gap-2">{children}</div>
      {pills}
    </div>
  )
}
