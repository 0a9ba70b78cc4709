import { isIP } from 'node:net'
import { HanzoError } from '../errors.ts'

export class TooManyAttemptsError extends HanzoError {
  constructor(retryAfterSeconds: number) {
    super('too many failed attempts, try again later', {
      code: 'TOO_MANY_ATTEMPTS',
      statusCode: 429,
      retryable: true,
      retryAfterSeconds,
    })
  }
}

export interface AttemptLimiter {
  /**
   * Counts an attempt before it is made, so that attempts at the same moment cannot pass together.
   * @throws {TooManyAttemptsError} when the subject has used up its attempts.
   */
  take(subject: string): void
  /** Takes the count back: the attempt was a success. */
  giveBack(subject: string): void
}

interface Window {
  attempts: number
  endsAt: number
}

/** Limits failures by subject (an address, an account) within a window of time, in this process. */
export function createAttemptLimiter(options: {
  attemptsMax: number
  windowMilliseconds: number
  /** Subjects kept at most; beyond, the oldest window is forgotten. */
  subjectsMax?: number
  now?: () => number
}): AttemptLimiter {
  const { attemptsMax, windowMilliseconds, subjectsMax = 10_000, now = Date.now } = options
  const windows = new Map<string, Window>()
  return {
    take(subject) {
      const kept = windows.get(subject)
      if (kept && kept.endsAt > now()) {
        if (kept.attempts >= attemptsMax) throw new TooManyAttemptsError(Math.ceil((kept.endsAt - now()) / 1000))
        kept.attempts += 1
        return
      }
      windows.delete(subject)
      windows.set(subject, { attempts: 1, endsAt: now() + windowMilliseconds })
      const oldest = windows.keys().next()
      if (windows.size > subjectsMax && !oldest.done) windows.delete(oldest.value)
    },
    giveBack(subject) {
      const kept = windows.get(subject)
      if (kept && kept.attempts > 0) kept.attempts -= 1
    },
  }
}

/** One subject for each subscriber: whoever has an IPv6 network has 2^64 addresses of it. */
export function subjectOfAddress(address: string): string {
  if (isIP(address) !== 6 || address.startsWith('::ffff:')) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  const groups = address.includes('::') ? [...left, ...zeros, ...right] : left
  return `${groups.slice(0, 4).join(':')}::/64`
}
