'use client'

import type { SavedView } from '@hanzo/schema/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { BookmarkIcon } from 'lucide-react'
import { useRouter, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { useProject } from '@/components/shell/project-context.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover.tsx'
import { viewSearch } from '@/lib/view-search.ts'
import { SaveViewForm } from './save-view-form.tsx'
import { changeView, createView, deleteView, restoreView, savedViewsQuery } from './saved-view-queries.ts'
import { ViewItem } from './view-item.tsx'

/** The saved views of a page: opens one, and saves, renames, shares and deletes them. */
export function ViewsButton({ page }: { page: SavedView['page'] }) {
  const { projectId } = useProject()
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const current = viewSearch(useSearchParams())
  const { data: views = [], error, refetch } = useQuery(savedViewsQuery(projectId, page))
  const active = views.find((view) => view.search === current)
  const show = (view: SavedView) => {
    setOpen(false)
    router.push(`/projects/${encodeURIComponent(projectId)}/${page}?${view.search}`)
  }
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="secondary" className="max-w-56" aria-label={active ? `View ${active.name}` : 'Views'}>
          <BookmarkIcon className={active ? 'fill-current' : ''} />
          <span className="truncate">{active?.name ?? 'Views'}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Views" align="end" className="flex max-h-[70vh] w-80 flex-col p-0">
        {error && views.length === 0 ? (
          <ErrorState title="The views could not be read" error={error} onRetry={() => void refetch()} />
        ) : (
          <ViewList {...{ page, current, views, active }} onShow={show} />
        )}
      </PopoverContent>
    </Popover>
  )
}

interface ViewListProps {
  page: SavedView['page']
  current: string
  views: readonly SavedView[]
  active: SavedView | undefined
  onShow: (view: SavedView) => void
}

function ViewList({ page, current, views, active, onShow }: ViewListProps) {
  const { projectId } = useProject()
  const client = useQueryClient()
  const [deleted, setDeleted] = useState<SavedView | null>(null)
  const change = useMutation({
    mutationFn: (ask: () => Promise<unknown>) => ask(),
    onSettled: () => client.invalidateQueries({ queryKey: savedViewsQuery(projectId, page).queryKey }),
  })
  const remove = (view: SavedView) =>
    change.mutate(() => deleteView(projectId, view.viewId), { onSuccess: () => setDeleted(view) })
  const undo = (view: SavedView) =>
    change.mutate(() => restoreView(projectId, view.viewId), { onSuccess: () => setDeleted(null) })
  return (
    <>
      <ul aria-label="Saved views" className="min-h-0 flex-1 overflow-y-auto p-1">
        {views.map((view) => (
          <ViewItem
            key={view.viewId}
            view={view}
            isActive={view === active}
            onShow={() => onShow(view)}
            onChange={(next) => change.mutate(() => changeView(projectId, view.viewId, next))}
            onUpdate={() => change.mutate(() => changeView(projectId, view.viewId, { search: current }))}
            onDelete={() => remove(view)}
          />
        ))}
        {views.length === 0 && (
          <li className="px-2 py-3 text-sm text-subtle">
            No views yet. One keeps the search, the time range, the columns and the grouping.
          </li>
        )}
      </ul>
      {deleted && (
        <p role="status" className="flex items-center justify-between border-t border-border px-3 py-1.5 text-sm">
          <span className="truncate text-muted">{deleted.name} was deleted</span>
          <Button size="sm" onClick={() => undo(deleted)}>
            Undo
          </Button>
        </p>
      )}
      {change.error && (
        <p role="alert" className="border-t border-border px-3 py-1.5 text-sm text-danger">
          {change.error.message}
        </p>
      )}
      {!active && (
        <SaveViewForm
          isBusy={change.isPending}
          onSave={(view) => change.mutate(() => createView(projectId, { ...view, page, search: current }))}
        />
      )}
    </>
  )
}
