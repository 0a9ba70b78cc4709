import { useEffect, useEffectEvent } from 'react'

const ownArrows =
  'input, textarea, select, [contenteditable], [role="tablist"], [role="separator"], [role="dialog"], [role="menu"], [data-own-arrows]'

/**
 * Calls back for keys that scroll, unless the focus is where such keys have a meaning of their own: there they keep it.
 * @param onKey says whether it took the key.
 */
export function useArrowKeys(onKey: (key: string) => boolean): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return
    if (event.target instanceof Element && event.target.closest(ownArrows)) return
    if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]')) return
    if (onKey(event.key)) event.preventDefault()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}
