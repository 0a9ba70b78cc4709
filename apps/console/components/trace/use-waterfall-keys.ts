import { useShortcut } from '@/hooks/use-shortcut.ts'
import { linePosition, nodeLine } from './model/log-rows.ts'
import { nodeAt } from './model/trace-tree.ts'
import { useArrowKeys } from './use-arrow-keys.ts'
import type { Waterfall } from './use-waterfall.ts'

const pageRows = 20

/** The keys that move in the waterfall. They rest while someone types, or scrolls the panel beside it with the arrow keys. */
export function useWaterfallKeys(waterfall: Waterfall): void {
  const { tree, lines, cursor, isFolded } = waterfall
  const node = nodeAt(tree, cursor)
  const move = (by: number) => waterfall.goTo(nodeLine(lines, linePosition(lines, cursor) + by, Math.sign(by)))
  const fold = () => {
    if (!node || node.childCount === 0 || isFolded(cursor)) waterfall.goTo(node?.parent ?? -1)
    else waterfall.toggle(node.spanId)
  }
  const open = () => {
    if (!node) move(1)
    else if (isFolded(cursor)) waterfall.toggle(node.spanId)
    else if (node.childCount > 0) waterfall.goTo(cursor + 1)
  }
  useShortcut('j', () => move(1))
  useShortcut('k', () => move(-1))
  useArrowKeys((key) => {
    const by = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: pageRows,
      PageUp: -pageRows,
      Home: -lines.length,
      End: lines.length,
    }[key]
    if (by !== undefined) move(by)
    else if (key === 'ArrowLeft') fold()
    else if (key === 'ArrowRight') open()
    else return false
    return true
  })
}
