'use client'

import { useCallback, useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react'
import type { z } from 'zod'
import { type QueryValue, queryString } from '@/lib/api-client.ts'
import { openTail, type TailMessage } from '@/lib/open-tail.ts'
import { emptyTail, receiveRows, releaseRows, type TailBuffer } from '@/lib/tail-buffer.ts'

export type TailStatus = 'off' | 'connecting' | 'live' | 'paused' | 'hidden'

export interface TailHookOptions<Row> {
  /** `/api/projects/default/traces/tail` */
  path: string
  /** The filters of the page, as the list takes them. A change starts the tail anew. */
  query: Record<string, QueryValue>
  schema: z.ZodType<TailMessage<Row>>
  enabled: boolean
  /** Arriving rows wait: the list is scrolled, or a row is open. */
  paused: boolean
  /** At most this many rows are held. */
  most?: number
  /** Rows may be missing: the connection was lost, or the tab was hidden. */
  onGap?: () => void
}

export interface Tail<Row> extends TailBuffer<Row> {
  status: TailStatus
  /** Shows the waiting rows; rows that arrive while `paused` stays true wait again. */
  release: () => void
  /** No longer tells of rows that were skipped: they were read from the store. */
  forgetSkipped: () => void
}

/** How many live rows a list holds. */
export const tailRowsMost = 1000

// Rows are painted a few times a second, however fast they arrive.
const flushMilliseconds = 150

/** Rows of a live tail as they arrive, newest first. Stops while the tab is hidden. */
export function useTail<Row>(options: TailHookOptions<Row>): Tail<Row> {
  const { path, schema, enabled, paused, most = tailRowsMost } = options
  const search = queryString(options.query)
  const visible = useVisible()
  const [buffer, setBuffer] = useState<TailBuffer<Row>>(emptyTail)
  const [connected, setConnected] = useState(false)
  const onGap = useEffectEvent(() => options.onGap?.())
  const receive = useEffectEvent((rows: readonly Row[]) =>
    setBuffer((current) => receiveRows(current, rows, { paused, most })),
  )

  // Another filter is another list.
  const listKey = `${enabled} ${path}${search}`
  const [shownKey, setShownKey] = useState(listKey)
  if (shownKey !== listKey) {
    setShownKey(listKey)
    setBuffer(emptyTail)
  }

  const started = useRef('')
  useEffect(() => {
    if (!enabled || !visible) return
    if (started.current === listKey) onGap()
    started.current = listKey
    let arrived: Row[] = []
    const flush = setInterval(() => {
      if (arrived.length === 0) return
      const rows = arrived
      arrived = []
      receive(rows)
    }, flushMilliseconds)
    const tail = openTail<Row>({
      url: webSocketUrl(`${path}${search}`),
      schema,
      onReady: (isFirst) => {
        setConnected(true)
        if (!isFirst) onGap()
      },
      onRows: (rows) => {
        arrived = arrived.concat(rows).slice(-most)
      },
      onSkipped: (count) => setBuffer((current) => ({ ...current, skipped: current.skipped + count })),
      onLost: () => setConnected(false),
    })
    return () => {
      tail.close()
      clearInterval(flush)
      setConnected(false)
    }
  }, [enabled, visible, path, search, schema, most, listKey])

  const release = useCallback(() => setBuffer((current) => releaseRows(current, most)), [most])
  const forgetSkipped = useCallback(() => setBuffer((current) => ({ ...current, skipped: 0 })), [])
  return { ...buffer, release, forgetSkipped, status: statusOf({ enabled, visible, connected, paused }) }
}

function statusOf(tail: { enabled: boolean; visible: boolean; connected: boolean; paused: boolean }): TailStatus {
  if (!tail.enabled) return 'off'
  if (!tail.visible) return 'hidden'
  if (!tail.connected) return 'connecting'
  return tail.paused ? 'paused' : 'live'
}

function webSocketUrl(path: string): string {
  const url = new URL(path, window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

function subscribeToVisibility(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange)
  return () => document.removeEventListener('visibilitychange', onChange)
}

function useVisible(): boolean {
  return useSyncExternalStore(
    subscribeToVisibility,
    () => document.visibilityState === 'visible',
    () => true,
  )
}
