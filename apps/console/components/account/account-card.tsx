import type { ReactNode } from 'react'
import { ConsoleMark } from '@/components/shell/console-mark.tsx'

/** The one card of the pages before the console: sign-in and set-up. */
export function AccountCard({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh items-center justify-center bg-surface p-6">
      <div className="w-full max-w-[380px] rounded-xl border border-border bg-raised p-7">
        <div className="mb-5 flex items-center gap-2">
          <ConsoleMark className="size-7" />
          <span className="text-lg font-semibold">Hanzo Cloud</span>
        </div>
        <h1 className="text-xl font-semibold">{title}</h1>
        <p className="mt-1 text-muted">{lead}</p>
        {children}
      </div>
    </main>
  )
}
