import { useSyncExternalStore } from 'react'

interface NavigationLike {
  currentEntry: { index: number } | null
  entries: () => { index: number; url: string | null }[]
}

const nothing = () => () => undefined

/**
 * The address of a list as its reader left it: the last entry of this tab's history with that path, filters and time
 * range included. The bare path where the browser does not tell, or the list was not visited.
 */
export function useListHref(path: string): string {
  const search = useSyncExternalStore(
    nothing,
    () => lastSearch(path),
    () => '',
  )
  return path + search
}

function lastSearch(path: string): string {
  const navigation = (window as { navigation?: NavigationLike }).navigation
  const current = navigation?.currentEntry?.index
  if (!navigation || current === undefined) return ''
  const visited = navigation.entries().filter(({ index, url }) => index < current && url !== null)
  const last = visited
    .map(({ url }) => new URL(url ?? '', window.location.origin))
    .findLast((url) => url.pathname === path)
  return last?.search ?? ''
}
