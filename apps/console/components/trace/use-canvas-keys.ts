import { useShortcut } from '@/hooks/use-shortcut.ts'
import { useArrowKeys } from './use-arrow-keys.ts'
import type { Waterfall } from './use-waterfall.ts'

/** The keys of a picture of spans: up to the parent, down to the first child, sideways to siblings, Z to zoom to the span. */
export function useCanvasKeys(waterfall: Waterfall): void {
  const { tree, cursor, goTo } = waterfall
  useArrowKeys((key) => {
    if (cursor < 0 && key.startsWith('Arrow')) goTo(0)
    else if (key === 'ArrowUp') goTo(tree.parent[cursor] ?? -1)
    else if (key === 'ArrowDown') {
      if ((tree.childCount[cursor] ?? 0) > 0) goTo(cursor + 1)
    } else if (key === 'ArrowRight') goTo(nextSibling(waterfall))
    else if (key === 'ArrowLeft') goTo(previousSibling(waterfall))
    else return false
    return true
  })
  useShortcut('j', () => goTo(nextSibling(waterfall)))
  useShortcut('k', () => goTo(previousSibling(waterfall)))
}

function nextSibling({ tree, cursor }: Waterfall): number {
  const next = tree.subtreeEnd[cursor] ?? -1
  return next < tree.count && tree.parent[next] === tree.parent[cursor] ? next : -1
}

function previousSibling({ tree, cursor }: Waterfall): number {
  const parent = tree.parent[cursor] ?? -1
  let before = -1
  for (let at = parent + 1; at < cursor; at = tree.subtreeEnd[at] ?? cursor) before = at
  return before
}
