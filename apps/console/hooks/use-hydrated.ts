'use client'

import { useSyncExternalStore } from 'react'

const subscribe = () => () => undefined

/** False while the server's markup is shown, true after: for what depends on the browser's clock, zone or storage. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  )
}
