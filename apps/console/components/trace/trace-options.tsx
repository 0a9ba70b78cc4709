'use client'

import { FoldHorizontalIcon, RouteIcon, ScrollTextIcon } from 'lucide-react'
import { Button } from '@/components/ui/button.tsx'
import { ColorMenu } from './color-menu.tsx'
import type { TimeAxis } from './model/time-axis.ts'
import type { pathModes } from './trace-search-params.ts'
import type { SetTraceSearch, TraceSearch } from './use-trace-search.ts'
import type { Waterfall } from './use-waterfall.ts'

interface TraceOptionsProps {
  traceId: string
  waterfall: Waterfall
  search: TraceSearch
  setSearch: SetTraceSearch
}

type PathMode = (typeof pathModes)[number]

const nextPath: Readonly<Record<PathMode, PathMode>> = { off: 'marked', marked: 'alone', alone: 'off' }
const pathHints: Readonly<Record<PathMode, string>> = {
  off: 'Mark the critical path (C)',
  marked: 'Show the critical path alone (C)',
  alone: 'Show all spans again (C)',
}

/** The next way of showing the critical path. */
export function nextPathMode(mode: PathMode): PathMode {
  return nextPath[mode]
}

/** How the spans are drawn: colours, the critical path, idle gaps, and log records between them. */
export function TraceOptions({ traceId, waterfall, search, setSearch }: TraceOptionsProps) {
  const { path, compress, records, view } = search
  const isTree = view === 'waterfall'
  return (
    <div className="flex items-center gap-1">
      <ColorMenu traceId={traceId} color={search.color} onColor={(color) => setSearch({ color })} />
      {isTree && (
        <Toggle
          label={path === 'alone' ? 'Critical path alone' : 'Critical path'}
          hint={pathHints[path]}
          isOn={path !== 'off'}
          onToggle={() => setSearch({ path: nextPathMode(path) })}
        >
          <RouteIcon />
        </Toggle>
      )}
      <Toggle
        label="Compress gaps"
        hint={gapHint(waterfall.gaps.length, waterfall.axis)}
        isOn={compress}
        isDisabled={waterfall.gaps.length === 0 && !compress}
        onToggle={() => setSearch({ compress: !compress })}
      >
        <FoldHorizontalIcon />
      </Toggle>
      {isTree && (
        <Toggle
          label="Logs between"
          hint="Show log records between the spans (O)"
          isOn={records}
          onToggle={() => setSearch({ records: !records })}
        >
          <ScrollTextIcon />
        </Toggle>
      )}
    </div>
  )
}

function gapHint(gaps: number, { gaps: drawn }: TimeAxis): string {
  if (gaps === 0) return 'This trace has no times in which nothing happens'
  return drawn.length > 0 ? 'Draw idle times as long as they were (I)' : 'Draw idle times narrow (I)'
}

interface ToggleProps {
  label: string
  hint: string
  isOn: boolean
  isDisabled?: boolean
  onToggle: () => void
  children: React.ReactNode
}

function Toggle({ label, hint, isOn, isDisabled = false, onToggle, children }: ToggleProps) {
  return (
    <Button
      variant="ghost"
      aria-pressed={isOn}
      title={hint}
      disabled={isDisabled}
      onClick={onToggle}
      className="aria-pressed:bg-selected aria-pressed:text-foreground"
    >
      {children}
      {label}
    </Button>
  )
}
