'use client'

import { SearchXIcon } from 'lucide-react'
import { SearchInput } from '@/components/filter/search-input.tsx'
import { ListToolbar } from '@/components/list/list-toolbar.tsx'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { Button } from '@/components/ui/button.tsx'
import type { SearchProblem } from '@/lib/search-problem.ts'

interface UnreadableSearchProps {
  /** The page's. */
  title: string
  query: string
  problem: SearchProblem
  problemOf: (text: string) => SearchProblem | undefined
  onChange: (query: string) => void
}

/** In the place of a list whose address holds a search that cannot be read, as a link does that was cut: what is wrong, and where to mend it. */
export function UnreadableSearch({ title, query, problem, problemOf, onChange }: UnreadableSearchProps) {
  return (
    <>
      <PageHeader title={title} />
      <ListToolbar pills={null}>
        <SearchInput
          label={`Search ${title.toLowerCase()}`}
          placeholder="Search"
          value={query}
          problemOf={problemOf}
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
