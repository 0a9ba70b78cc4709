'use client'

import { useEffect, useEffectEvent } from 'react'
import { completesShortcut, type KeyStroke } from '@/lib/shortcuts.ts'

/** True where keys are text: fields, and anything that is edited in place. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

/** True while something modal is open: its keys are its own. */
function isBlocked(): boolean {
  return document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null
}

/** Calls `onPress` for a key (`l`) or a pair of keys (`g t`), unless someone is typing or a dialog is open. */
export function useShortcut(keys: string, onPress: (event: KeyboardEvent) => void, enabled = true): void {
  const press = useEffectEvent(onPress)
  useEffect(() => {
    if (!enabled) return
    let previous: KeyStroke | null = null
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return
      if (isTyping(event.target) || isBlocked()) return
      const pressed = { key: event.key, at: event.timeStamp }
      if (completesShortcut(keys, pressed, previous)) {
        event.preventDefault()
        press(event)
      }
      previous = pressed
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [keys, enabled])
}
