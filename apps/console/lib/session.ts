import { type Project, projectListSchema, type Session, sessionSchema } from '@hanzo/schema/api'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { requestApi } from './api-client.ts'
import { serverTarget } from './server-target.ts'

/** Who asks for this page; read once a request. */
export const loadSession = cache(async (): Promise<Session> => {
  return requestApi(await serverTarget(), { path: '/api/session', answer: sessionSchema })
})

/** The projects that this person may see; read once a request. */
export const loadProjects = cache(async (): Promise<Project[]> => {
  const { rows } = await requestApi(await serverTarget(), { path: '/api/projects', answer: projectListSchema })
  return rows
})

/**
 * Sends a visitor who is not signed in to the sign-in page, or to the set-up page while there is no user yet.
 * @param next where to return to.
 */
export async function requireSession(next: string): Promise<Session> {
  const session = await loadSession()
  if (session.access !== 'signed-out') return session
  redirect(session.setupNeeded ? '/setup' : `/sign-in?next=${encodeURIComponent(next)}`)
}

/** The project of a page; the not-found page for one that does not exist or may not be seen. */
export async function requireProject(projectId: string, next: string): Promise<Project> {
  await requireSession(next)
  const project = (await loadProjects()).find((candidate) => candidate.projectId === projectId)
  return project ?? notFound()
}

type SearchParams = Record<string, string | string[] | undefined>

/** A page's own address, for the way back after signing in. */
export function pathOf(pathname: string, searchParams: SearchParams): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(searchParams))
    for (const item of Array.isArray(value) ? value : [value]) if (item !== undefined) parameters.append(name, item)
  const text = parameters.toString()
  return text ? `${pathname}?${text}` : pathname
}
