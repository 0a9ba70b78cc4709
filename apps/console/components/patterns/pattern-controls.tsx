'use client'

import { ListMenu } from '@/components/list/list-menu.tsx'
import { NewSinceSelect } from './new-since-select.tsx'
import { type NewSince, type PatternSearch, patternQuestion } from './pattern-queries.ts'

interface PatternControlsProps {
  search: PatternSearch
  onNewSince: (newSince: NewSince) => void
}

/** What one does with the list of patterns, at the end of the line of the search. */
export function PatternControls({ search, onNewSince }: PatternControlsProps) {
  return (
    <>
      <NewSinceSelect value={search.newSince} onValueChange={onNewSince} />
      <ListMenu path="logs/patterns" query={patternQuestion(search)} shownIds={[]} canDownload={false} />
    </>
  )
}
