import { createAttemptLimiter, subjectOfAddress } from './attempt-limiter.ts'

const quarterHour = 15 * 60_000

/** Limits failed sign-ins and set-ups. */
export interface SignInLimits {
  /** @throws {TooManyAttemptsError} */
  take(address: string, email: string): void
  giveBack(address: string, email: string): void
}

/** Failures of one account are limited more loosely than those of one address, or anybody could lock others out. */
export function createSignInLimits(): SignInLimits {
  const byAddress = createAttemptLimiter({ attemptsMax: 10, windowMilliseconds: quarterHour })
  const byAccount = createAttemptLimiter({ attemptsMax: 30, windowMilliseconds: quarterHour })
  return {
    take(address, email) {
      byAddress.take(subjectOfAddress(address))
      byAccount.take(email)
    },
    giveBack(address, email) {
      byAddress.giveBack(subjectOfAddress(address))
      byAccount.giveBack(email)
    },
  }
}
