import { setTimeout as sleep } from 'node:timers/promises'

export interface PacedLogs {
  /** Numbers whose request was answered with 200. */
  readonly acknowledged: number[]
  /** Numbers whose request was not answered: they may have been taken. */
  readonly unknown: number[]
  stop(): Promise<void>
}

const tickMs = 50

/**
 * Sends log records numbered from `first` on, so many a second while they are taken; every fifth is an error.
 * @param text an attribute of each.
 */
export function sendPacedLogs(
  url: () => string,
  rowsPerSecond: number,
  { first = 1, text }: { first?: number; text?: string } = {},
): PacedLogs {
  const acknowledged: number[] = []
  const unknown: number[] = []
  const rows = Math.round((rowsPerSecond * tickMs) / 1_000)
  const underWay = new Set<Promise<void>>()
  let next = first
  let isStopped = false

  async function send(numbers: number[]): Promise<void> {
    const response = await fetch(`${url()}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(bodyOf(numbers, text)),
    }).catch(() => undefined)
    await response?.arrayBuffer().catch(() => undefined)
    if (response?.status === 200) acknowledged.push(...numbers)
    else if (!response || response.status >= 500) unknown.push(...numbers)
  }
  async function run(): Promise<void> {
    let due = performance.now()
    while (!isStopped) {
      due = Math.max(due + tickMs, performance.now() - 1_000)
      // Away or slow: what would wait is not sent at all.
      if (underWay.size < 8) {
        const numbers = Array.from({ length: rows }, () => next++)
        const sent = send(numbers)
        underWay.add(sent)
        void sent.then(() => underWay.delete(sent))
      }
      await sleep(Math.max(0, due - performance.now()))
    }
    await Promise.all(underWay)
  }
  const running = run()
  return {
    acknowledged,
    unknown,
    async stop() {
      isStopped = true
      await running
    },
  }
}

function bodyOf(numbers: number[], text: string | undefined): unknown {
  const logRecords = numbers.map((number) => ({
    timeUnixNano: `${Date.now()}000000`,
    severityNumber: number % 5 === 0 ? 17 : 9,
    body: { stringValue: String(number) },
    ...(text !== undefined && { attributes: [{ key: 'text', value: { stringValue: text } }] }),
  }))
  const attributes = [{ key: 'service.name', value: { stringValue: 'paced' } }]
  return { resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords }] }] }
}
