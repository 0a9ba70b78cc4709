'use client'

import type { SearchSignal } from '@hanzo/search'
import { SearchXIcon } from 'lucide-react'
import { ListToolbar } from '@/components/list/list-toolbar.tsx'
import { SearchField } from '@/components/search/search-field.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { Button } from '@/components/ui/button.tsx'
import type { SearchProblem } from '@/lib/search-problem.ts'

interface UnreadableSearchProps {
  /** The page's. */
  title: string
  query: string
  problem: SearchProblem
  signal: SearchSignal
  onChange: (query: string) => void
}

/** In the place of a list whose address holds a search that cannot be read, as a link does that was cut: what is wrong, and where to mend it. */
export function UnreadableSearch({ title, query, problem, signal, onChange }: UnreadableSearchProps) {
  return (
    <>
      <PageHeader title={title} />
      <ListToolbar pills={null}>
        <SearchField
          signal={signal}
          label={`Search ${title.toLowerCase()}`}
          placeholder="Search"
          value={query}
          onChange={onChange}
        />
      </ListToolbar>
      <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-1 p-8 text-center">
        <SearchXIcon className="mb-1 size-5 text-subtle" />
        <p className="font-medium">This search cannot be read: {problem.message}</p>
        <p className="max-w-lg break-words text-muted">{problem.hint}</p>
        <Button className="mt-3" onClick={() => onChange('')}>
          Search for everything
        </Button>
      </div>
    </>
  )
}
