'use client'

import { useSyncExternalStore } from 'react'

function subscribeToVisibility(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange)
  return () => document.removeEventListener('visibilitychange', onChange)
}

/** Whether the tab is in sight. */
export function useVisible(): boolean {
  return useSyncExternalStore(
    subscribeToVisibility,
    () => document.visibilityState === 'visible',
    () => true,
  )
}

function subscribeToSelection(onChange: () => void): () => void {
  document.addEventListener('selectionchange', onChange)
  return () => document.removeEventListener('selectionchange', onChange)
}

/** Text of the page is selected, not that of a field: rows that move would take it away. */
function isSelecting(): boolean {
  const selection = document.getSelection()
  return selection !== null && !selection.isCollapsed && selection.toString().trim() !== ''
}

/** Whether somebody selects text. */
export function useSelecting(): boolean {
  return useSyncExternalStore(subscribeToSelection, isSelecting, () => false)
}
