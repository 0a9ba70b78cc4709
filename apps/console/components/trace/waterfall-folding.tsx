import { ChevronDownIcon, ChevronRightIcon, ChevronsDownUpIcon, ChevronsUpDownIcon, ZoomOutIcon } from 'lucide-react'
import { Button } from '@/components/ui/button.tsx'
import { formatCount } from '@/lib/format-number.ts'
import type { Waterfall } from './use-waterfall.ts'

/** Opens and folds the tree by a level or at once, and says how much of it shows. */
export function WaterfallFolding({ waterfall }: { waterfall: Waterfall }) {
  const { isWhole, hidden, isZoomed } = waterfall
  const buttons = [
    { label: 'Expand one level (])', Icon: ChevronDownIcon, act: () => waterfall.changeDepth(1), off: hidden === 0 },
    { label: 'Collapse one level ([)', Icon: ChevronRightIcon, act: () => waterfall.changeDepth(-1), off: false },
    { label: 'Expand all (})', Icon: ChevronsUpDownIcon, act: () => waterfall.setAllOpen(true), off: hidden === 0 },
    { label: 'Collapse all ({)', Icon: ChevronsDownUpIcon, act: () => waterfall.setAllOpen(false), off: false },
  ]
  return (
    <div className="flex min-w-0 flex-1 items-center gap-0.5">
      {buttons.map(({ label, Icon, act, off }) => (
        <Button
          key={label}
          variant="ghost"
          size="icon-sm"
          aria-label={label}
          title={label}
          disabled={off}
          onClick={act}
        >
          <Icon />
        </Button>
      ))}
      <span className="ml-1 truncate text-xs text-subtle">{isWhole && shownText(waterfall)}</span>
      {isZoomed && (
        <Button variant="ghost" size="sm" className="ml-auto" onClick={() => waterfall.setWindow(null)}>
          <ZoomOutIcon />
          Whole trace
        </Button>
      )}
    </div>
  )
}

function shownText({ tree, hidden }: Waterfall): string {
  return hidden > 0
    ? `${formatCount(tree.count - hidden)} of ${formatCount(tree.count)} rows`
    : `${formatCount(tree.spanCount)} ${tree.spanCount === 1 ? 'span' : 'spans'}`
}
