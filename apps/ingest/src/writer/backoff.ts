import { setTimeout as delay } from 'node:timers/promises'

const firstMs = 100
const lastMs = 5_000

/** Waits before the next attempt: 0.1 s, doubling to 5 s, up to half of it less so that attempts do not march in step. */
export async function backOff(attempts: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(lastMs, firstMs * 2 ** (attempts - 1))
  await delay(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined)
}
