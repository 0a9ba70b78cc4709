'use client'

import { useCallback, useSyncExternalStore } from 'react'

const changeEvent = 'hanzo:stored-state'

function subscribe(onChange: () => void): () => void {
  window.addEventListener('storage', onChange)
  window.addEventListener(changeEvent, onChange)
  return () => {
    window.removeEventListener('storage', onChange)
    window.removeEventListener(changeEvent, onChange)
  }
}

/** A preference, kept as text in this browser's localStorage under `hanzo:<name>`; null until it is set. */
export function useStoredState(name: string): [string | null, (value: string | null) => void] {
  const key = `hanzo:${name}`
  const value = useSyncExternalStore(
    subscribe,
    () => window.localStorage.getItem(key),
    () => null,
  )
  const set = useCallback(
    (next: string | null) => {
      if (next === null) window.localStorage.removeItem(key)
      else window.localStorage.setItem(key, next)
      window.dispatchEvent(new Event(changeEvent))
    },
    [key],
  )
  return [value, set]
}
