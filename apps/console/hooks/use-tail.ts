'use client'

import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { z } from 'zod'
import { type QueryValue, queryString } from '@/lib/api-client.ts'
import { createArrivalRate } from '@/lib/arrival-rate.ts'
import { openTail, type TailConnection, type TailMessage } from '@/lib/open-tail.ts'
import {
  type Arrived,
  collectRows,
  emptyTail,
  nothingArrived,
  receiveRows,
  releaseRows,
  skipRows,
  type TailBuffer,
} from '@/lib/tail-buffer.ts'
import { createKnownRows, type TailRow } from '@/lib/tail-key.ts'
import { findTailRefusal } from '@/lib/tail-refusal.ts'
import { useSelecting, useVisible } from './use-attention.ts'

/** What a tail does, with what is to be said of it. */
export type TailStatus =
  | { kind: 'off' | 'hidden' | 'connecting' }
  /** @param rate rows a second. */
  | { kind: 'live' | 'paused'; rate: number }
  | Extract<TailConnection, { kind: 'waiting' | 'ended' }>

export interface TailHookOptions<Row> {
  /** `/api/projects/default/traces/tail` */
  path: string
  /** The filters of the page, as the list takes them. A change starts the tail anew. */
  query: Record<string, QueryValue>
  schema: z.ZodType<TailMessage<Row>>
  enabled: boolean
  /** Arriving rows wait: the list is scrolled, or a row is open. They wait too while text is selected. */
  paused: boolean
  /** At most this many rows are held. */
  most?: number
  /** What was read from the store may lack rows that the tail does not bring: it has just begun, or some were skipped. */
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
const rateMilliseconds = 1_000
/** Rows that arrived before a tail began can be read this long after. */
const storedAfterMilliseconds = 1_500

/** Rows of a live tail as they arrive, newest first. Stops while the tab is hidden, and goes on where it was. */
export function useTail<Row extends TailRow>(options: TailHookOptions<Row>): Tail<Row> {
  const { path, schema, enabled, most = tailRowsMost } = options
  const search = queryString(options.query)
  const visible = useVisible()
  const paused = useSelecting() || options.paused
  const [buffer, setBuffer] = useState<TailBuffer<Row>>(emptyTail)
  const [connection, setConnection] = useState<TailConnection>({ kind: 'connecting' })
  const [rate, setRate] = useState(0)
  const onGap = useEffectEvent(() => options.onGap?.())
  const receive = useEffectEvent((arrived: Arrived<Row>) =>
    setBuffer((current) => receiveRows(current, arrived, { paused, most })),
  )

  // Another filter is another list.
  const listKey = `${enabled} ${path}${search}`
  const [shownKey, setShownKey] = useState(listKey)
  if (shownKey !== listKey) {
    setShownKey(listKey)
    setBuffer(emptyTail)
  }

  // Nobody reads or selects any more: what waited comes before what arrives next.
  if (!paused && buffer.waitingCount > 0) setBuffer(releaseRows(buffer, most))

  /** Where the tail of a list was left when the tab was hidden. */
  const left = useRef<{ listKey: string; at: LeftTail<Row> }>(undefined)
  useEffect(() => {
    // Switched on again it begins anew: nobody waited for what came meanwhile.
    if (!enabled) left.current = undefined
    if (!enabled || !visible) return
    const before = left.current?.listKey === listKey ? left.current.at : undefined
    const tail = startTail<Row>({
      url: webSocketUrl(`${path}${search}`),
      ...{ schema, before, most },
      onArrived: receive,
      onRate: setRate,
      onSkipped: (count) => setBuffer((current) => skipRows(current, count)),
      onConnection: setConnection,
    })
    const begun = before?.cursor === undefined ? setTimeout(() => onGap(), storedAfterMilliseconds) : undefined
    return () => {
      clearTimeout(begun)
      left.current = { listKey, at: tail.close() }
      setConnection({ kind: 'connecting' })
    }
  }, [enabled, visible, path, search, schema, most, listKey])

  const release = useCallback(() => setBuffer((current) => releaseRows(current, most)), [most])
  const forgetSkipped = useCallback(() => setBuffer((current) => ({ ...current, skipped: 0, hasGap: false })), [])
  return { ...buffer, release, forgetSkipped, status: statusOf({ enabled, visible, connection, paused, rate }) }
}

/** What a tail that was closed for a while goes on with. */
interface LeftTail<Row> {
  cursor: string | undefined
  fresh: ReturnType<typeof createKnownRows>
  /** What it had not handed on. */
  arrived: Arrived<Row>
}

interface StartOptions<Row> {
  url: string
  schema: z.ZodType<TailMessage<Row>>
  before: LeftTail<Row> | undefined
  most: number
  onArrived(arrived: Arrived<Row>): void
  onRate(rowsPerSecond: number): void
  onSkipped(count: number | null): void
  onConnection(connection: TailConnection): void
}

/** Opens a tail and hands its rows on a few times a second. @returns what ends it, and tells where it was. */
function startTail<Row extends TailRow>(options: StartOptions<Row>): { close(): LeftTail<Row> } {
  const { most, before, onArrived, onRate, ...tailOptions } = options
  const fresh = before?.fresh ?? createKnownRows(most * 10)
  const rate = createArrivalRate()
  let arrived: Arrived<Row> = before?.arrived ?? nothingArrived
  const flush = setInterval(() => {
    if (arrived.count === 0) return
    onArrived(arrived)
    arrived = nothingArrived
  }, flushMilliseconds)
  const measure = setInterval(() => onRate(rate.now()), rateMilliseconds)
  const tail = openTail<Row>({
    ...tailOptions,
    cursor: before?.cursor,
    findRefusal: findTailRefusal,
    onRows(rows) {
      const news = fresh(rows)
      rate.add(news.length)
      arrived = collectRows(arrived, news, most)
    },
  })
  window.addEventListener('online', tail.hurry)
  return {
    close() {
      window.removeEventListener('online', tail.hurry)
      clearInterval(flush)
      clearInterval(measure)
      onRate(0)
      tail.close()
      return { cursor: tail.cursor(), fresh, arrived }
    },
  }
}

interface TailState {
  enabled: boolean
  visible: boolean
  connection: TailConnection
  paused: boolean
  rate: number
}

function statusOf({ enabled, visible, connection, paused, rate }: TailState): TailStatus {
  if (!enabled) return { kind: 'off' }
  if (!visible) return { kind: 'hidden' }
  if (connection.kind !== 'live') return connection
  return { kind: paused ? 'paused' : 'live', rate }
}

function webSocketUrl(path: string): string {
  const url = new URL(path, window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}
