import { lowerCase, type MatchOptions } from '@hanzo/search'
import type { RowView } from '../columns/table-columns.ts'
import { type Batch, openBatch, type TailTable } from './batch-rows.ts'
import type { SelectRows } from './select-rows.ts'
import { selectLogs, selectRunningSpans, selectSeries, selectSpans } from './selectors.ts'
import { createSubscriber, type Subscriber, type SubscriberLimits } from './subscriber.ts'
import {
  type TailClient,
  type TailSubject,
  type TailSubscription,
  type TailSubscriptions,
  TooManyTailsError,
} from './tail-client.ts'
import { logSummaryOf, runningSpanSummaryOf, spanSummaryOf } from './tail-rows.ts'
import type { TailRows } from './take-rows.ts'

export interface TailOptions extends Partial<SubscriberLimits> {
  subscribersMax?: number
  /** Rows that all held clients together may keep waiting. */
  heldRowsTotalMax?: number
  /** What rows that wait for one client may take, and for all of them together. */
  queueCharactersMax?: number
  queuesCharactersMax?: number
  /** Rows that arrive within this time travel in one message. */
  flushMs?: number
}

/** Shows rows to their watchers as they are accepted, before they can be read from ClickHouse. */
export interface Tail extends TailSubscriptions {
  /** From here on rows are published; all up to `through` are of earlier runs. Clients are ready no sooner. */
  begin(through: bigint): void
  /** Takes rows that were made durable, and keeps none of them. Never blocks, never throws for a client's sake. */
  publish(rows: TailRows): void
  /** Whether anybody watches: `publish` needs the resources and series of its rows then, also those stored before. */
  isWatched(): boolean
  close(): void
}

/** Hands the rows that are its own to a subscriber, which is there once the tail has begun. */
interface Watcher {
  take(batch: Batch, push: Subscriber['push']): void
  subscriber: Subscriber | undefined
  start(from: bigint): Subscriber
}

const defaults = {
  subscribersMax: 200,
  queueRowsMax: 2_000,
  queueCharactersMax: 16 * 1024 * 1024,
  queuesCharactersMax: 256 * 1024 * 1024,
  heldRowsMax: 10_000,
  heldRowsTotalMax: 50_000,
  bufferedBytesMax: 1024 * 1024,
  messageRowsMax: 500,
  messageCharactersMax: 512 * 1024,
  examinedEveryMs: 5_000,
  aliveEveryMs: 15_000,
  flushMs: 75,
}

export function createTail(options: TailOptions = {}): Tail {
  const limits = { ...defaults, ...options }
  const watchers = new Set<Watcher>()
  const texts = createLowerTexts()
  /** Every row up to this was published, or never will be. */
  let published: bigint | undefined
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    const now = performance.now()
    for (const { subscriber } of watchers) subscriber?.flush(now)
  }
  const charactersMax = () => Math.min(limits.queueCharactersMax, limits.queuesCharactersMax / watchers.size)
  function assertRoom(): void {
    if (watchers.size >= limits.subscribersMax) throw new TooManyTailsError(limits.subscribersMax)
  }
  function begin(through: bigint): void {
    published = through
    for (const watcher of watchers) watcher.subscriber ??= watcher.start(through)
  }
  function subscribe(subject: TailSubject, client: TailClient, hold: boolean): TailSubscription {
    assertRoom()
    const held = { heldRowsMax: Math.min(limits.heldRowsMax, Math.ceil(limits.heldRowsTotalMax / (watchers.size + 1))) }
    const watcher: Watcher = {
      take: takeFor(subject, texts),
      subscriber: undefined,
      start: (from) => createSubscriber(client, { ...limits, ...held }, { from, hold, charactersMax }),
    }
    watchers.add(watcher)
    if (published !== undefined) watcher.subscriber = watcher.start(published)
    timer ??= setInterval(flush, limits.flushMs)
    return {
      release: (through) => watcher.subscriber?.release(through),
      close() {
        watchers.delete(watcher)
        if (watchers.size > 0) return
        clearInterval(timer)
        timer = undefined
      },
    }
  }

  return {
    begin,
    publish(rows) {
      if (published === undefined) begin(rows.through)
      else published = rows.through
      if (watchers.size === 0) return
      const batch = openBatch(rows)
      for (const { take, subscriber } of watchers) {
        if (!subscriber) continue
        take(batch, subscriber.push)
        subscriber.looked(rows.through)
      }
      texts.forget()
    },
    isWatched: () => watchers.size > 0,
    subscribe,
    assertRoom,
    close() {
      clearInterval(timer)
      timer = undefined
      watchers.clear()
    },
  }
}

/** Lower-case texts of one batch. */
function createLowerTexts() {
  const known = new Map<string, string>()
  return {
    lowerCase(text: string): string {
      let lower = known.get(text)
      if (lower === undefined) {
        lower = lowerCase(text)
        known.set(text, lower)
      }
      return lower
    },
    forget: () => known.clear(),
  }
}

function takeFor(subject: TailSubject, texts: Pick<MatchOptions, 'lowerCase'>): Watcher['take'] {
  const { projectId } = subject
  if (subject.signal === 'traces') {
    const ended = selectSpans(subject.filter, texts)
    const running = selectRunningSpans(subject.filter, texts)
    return (batch, push) => {
      takeRows(batch, 'running_spans', projectId, running, runningSpanSummaryOf, push)
      takeRows(batch, 'spans', projectId, ended, spanSummaryOf, push)
    }
  }
  if (subject.signal === 'logs') {
    const select = selectLogs(subject.filter, texts)
    return (batch, push) => {
      takeRows(batch, 'logs', projectId, select, logSummaryOf, push)
    }
  }
  const takes = selectSeries(subject.filter, texts)
  return (batch, push) => batch.points(projectId, takes, push)
}

/** Shows the rows of one table that are a project's and pass a filter. */
function takeRows<T extends TailTable>(
  batch: Batch,
  table: T,
  projectId: string,
  select: SelectRows<T>,
  show: (row: RowView<T>) => unknown,
  push: Subscriber['push'],
): void {
  const rows = batch.of(table)
  if (!rows) return
  for (const at of select(rows.ofProject(projectId))) {
    const json = rows.json(at, show)
    rows.row.at = at
    push(json, rows.row.sequence)
  }
}
