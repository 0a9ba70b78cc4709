import { Button } from '@/components/ui/button.tsx'

interface ListFooterProps {
  /** In the plural. */
  noun: string
  hasMore: boolean
  isLoadingMore: boolean
  failed: boolean
  onRetry: () => void
  /** Rows are left out below: the most that is held was reached. */
  limited: string | null
}

/** After the last row: that it is the last, that more is coming, or why no more comes. */
export function ListFooter({ noun, hasMore, isLoadingMore, failed, onRetry, limited }: ListFooterProps) {
  if (failed) {
    return (
      <span className="flex items-center gap-2">
        More {noun} could not be read.
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      </span>
    )
  }
  if (limited) return limited
  if (isLoadingMore || hasMore) return `Loading more ${noun}`
  return `End of ${noun} in this time range`
}
