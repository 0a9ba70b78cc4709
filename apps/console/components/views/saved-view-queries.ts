import { type SavedView, savedViewListSchema, savedViewSchema } from '@hanzo/schema/api'
import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { browserTarget, requestApi } from '@/lib/api-client.ts'

type Page = SavedView['page']

const path = (projectId: string, rest = '') => `/api/projects/${encodeURIComponent(projectId)}/views${rest}`

/** Views of a page that somebody shared, and one's own. */
export function savedViewsQuery(projectId: string, page: Page) {
  return queryOptions({
    queryKey: ['saved-views', projectId, page],
    queryFn: async ({ signal }) => {
      const { rows } = await requestApi(browserTarget, {
        path: path(projectId),
        query: { page },
        answer: savedViewListSchema,
        signal,
      })
      return rows
    },
  })
}

export function createView(projectId: string, view: Pick<SavedView, 'page' | 'name' | 'search' | 'isShared'>) {
  return requestApi(browserTarget, { path: path(projectId), method: 'POST', body: view, answer: savedViewSchema })
}

export function changeView(
  projectId: string,
  viewId: string,
  change: Partial<Pick<SavedView, 'name' | 'search' | 'isShared'>>,
) {
  return requestApi(browserTarget, {
    path: path(projectId, `/${encodeURIComponent(viewId)}`),
    method: 'PATCH',
    body: change,
    answer: savedViewSchema,
  })
}

export function deleteView(projectId: string, viewId: string) {
  return requestApi(browserTarget, {
    path: path(projectId, `/${encodeURIComponent(viewId)}`),
    method: 'DELETE',
    answer: z.unknown(),
  })
}

export function restoreView(projectId: string, viewId: string) {
  return requestApi(browserTarget, {
    path: path(projectId, `/${encodeURIComponent(viewId)}/restore`),
    method: 'POST',
    answer: savedViewSchema,
  })
}
