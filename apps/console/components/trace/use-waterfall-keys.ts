import { useShortcut } from '@/hooks/use-shortcut.ts'
import { useArrowKeys } from './use-arrow-keys.ts'
import type { Waterfall } from './use-waterfall.ts'
import { rowPosition } from './visible-rows.ts'

interface WaterfallKeys {
  onOpen: (index: number) => void
  onClose: () => void
  onSearch: () => void
}

const pageRows = 20

/** The keys of the waterfall. They rest while someone types, or scrolls the panel beside it with the arrow keys. */
export function useWaterfallKeys(waterfall: Waterfall, keys: WaterfallKeys): void {
  useMoveKeys(waterfall)
  const enter = () => {
    // A focused button or link takes its own Enter.
    if (!document.activeElement?.matches('button, a, [role="tab"]')) keys.onOpen(waterfall.cursor)
  }
  useShortcut('Enter', enter, waterfall.cursor >= 0)
  useShortcut('Escape', keys.onClose)
  useShortcut('/', keys.onSearch)
  useShortcut('n', () => waterfall.goToFound(1))
  useShortcut('N', () => waterfall.goToFound(-1))
  useShortcut('e', () => waterfall.goToError(1))
  useShortcut('E', () => waterfall.goToError(-1))
}

function useMoveKeys(waterfall: Waterfall): void {
  const { tree, rows, cursor, collapsed } = waterfall
  const node = tree.nodes[cursor]
  const move = (by: number) => {
    const at = cursor < 0 ? -1 : rowPosition(rows, cursor)
    const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)]
    if (next !== undefined) waterfall.goTo(next)
  }
  const fold = () => {
    if (!node || node.childCount === 0 || collapsed.has(node.spanId)) waterfall.goTo(node?.parent ?? -1)
    else waterfall.toggle(node.spanId)
  }
  const open = () => {
    if (!node) move(1)
    else if (collapsed.has(node.spanId)) waterfall.toggle(node.spanId)
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
      Home: -rows.length,
      End: rows.length,
    }[key]
    if (by !== undefined) move(by)
    else if (key === 'ArrowLeft') fold()
    else if (key === 'ArrowRight') open()
    else return false
    return true
  })
}
