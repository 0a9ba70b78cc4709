/** Where a page of a list stands: how to read the one before it, and how many pages stand before it. */
interface PagePlace {
  previous: string | null
  pagesBefore: number
}

/** The pages of the longest list that is scrolled through, and some. */
const placesMost = 20_000
const places = new Map<string, PagePlace>()

/** Keeps how to come back from a page to the one before it: cursors lead on, never back. */
export function rememberPage(cursor: string | null, previous: string | null): void {
  if (cursor === null || places.has(cursor)) return
  if (places.size >= placesMost) places.clear()
  places.set(cursor, { previous, pagesBefore: pagesBefore(previous) + 1 })
}

/** The cursor of the page before; `undefined` for the first page, and for one whose way is not known. */
export function previousPage(cursor: string | null): string | null | undefined {
  return cursor === null ? undefined : places.get(cursor)?.previous
}

export function pagesBefore(cursor: string | null): number {
  return cursor === null ? 0 : (places.get(cursor)?.pagesBefore ?? 0)
}

/** Pages of a list that are held at a time: the others are read again when one comes back to them. */
const pagesHeld = 30

/**
 * How the pages of a list follow each other, for its query. A list of any length is scrolled through in bounded memory.
 * @param live keeps all pages: live rows stand right above the first.
 */
export function listPages(live: boolean) {
  return {
    initialPageParam: null as string | null,
    getNextPageParam: (page: { nextCursor: string | null }, _: unknown, cursor: string | null) => {
      rememberPage(page.nextCursor, cursor)
      return page.nextCursor
    },
    getPreviousPageParam: (_: unknown, __: unknown, cursor: string | null) => previousPage(cursor),
    ...(!live && { maxPages: pagesHeld }),
  }
}
