import { RadioIcon } from 'lucide-react'
import { Button } from '@/components/ui/button.tsx'

/** Above a list that is switched to live and cannot be: why, and the way out. Nothing while there is no problem. */
export function LiveNotice({ problem, onStop }: { problem: string | undefined; onStop: () => void }) {
  if (problem === undefined) return null
  return (
    <div
      role="status"
      className="flex shrink-0 items-center gap-2 border-b border-border bg-surface px-4 py-1.5 text-sm"
    >
      <RadioIcon aria-hidden="true" className="size-3.5 shrink-0 text-severity-warn" />
      <span className="min-w-0 flex-1">
        <span className="font-medium">Not live.</span> <span className="text-muted">{problem}</span>
      </span>
      <Button size="sm" onClick={onStop}>
        Switch live off
      </Button>
    </div>
  )
}
