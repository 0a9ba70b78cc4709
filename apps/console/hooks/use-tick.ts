'use client'

import { useSyncExternalStore } from 'react'

const tickMilliseconds = 1_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = 0

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    now = Date.now()
    timer = setInterval(tick, tickMilliseconds)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

const stayStill = () => () => undefined

/**
 * The clock, milliseconds since the epoch, read once a second for everyone who asks: what ticks on a page ticks together.
 * 0 on the server, and where `enabled` is false.
 */
export function useTick(enabled = true): number {
  return useSyncExternalStore(
    enabled ? subscribe : stayStill,
    () => (enabled ? now : 0),
    () => 0,
  )
}
