import { expect, it } from 'vitest'
import { createAttemptLimiter, subjectOfAddress, TooManyAttemptsError } from './attempt-limiter.ts'

function setUp(subjectsMax?: number) {
  const clock = { now: 0 }
  const options = { attemptsMax: 2, windowMilliseconds: 1000, now: () => clock.now }
  return { clock, limiter: createAttemptLimiter(subjectsMax === undefined ? options : { ...options, subjectsMax }) }
}

it('refuses the attempt beyond the maximum, and tells how long', () => {
  const { limiter, clock } = setUp()
  limiter.take('a')
  limiter.take('a')
  clock.now = 400
  expect(() => limiter.take('a')).toThrow(expect.objectContaining({ statusCode: 429, retryAfterSeconds: 1 }))
  limiter.take('b')
})

it('forgets attempts when their window ends', () => {
  const { limiter, clock } = setUp()
  limiter.take('a')
  limiter.take('a')
  clock.now = 1000
  expect(() => limiter.take('a')).not.toThrow()
})

it('does not count what was given back', () => {
  const { limiter } = setUp()
  for (let i = 0; i < 10; i += 1) {
    limiter.take('a')
    limiter.giveBack('a')
  }
  limiter.take('a')
  limiter.take('a')
  expect(() => limiter.take('a')).toThrow(TooManyAttemptsError)
})

it('remembers a bounded number of subjects', () => {
  const { limiter } = setUp(2)
  for (const subject of ['a', 'a', 'b', 'c']) limiter.take(subject)
  expect(() => limiter.take('a')).not.toThrow()
})

it('takes the addresses of one IPv6 network for one subject', () => {
  expect(subjectOfAddress('2001:db8:1:2:3:4:5:6')).toBe(subjectOfAddress('2001:db8:1:2::9'))
  expect(subjectOfAddress('2001:db8:1:3::9')).not.toBe(subjectOfAddress('2001:db8:1:2::9'))
  expect(subjectOfAddress('2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(subjectOfAddress('192.0.2.1')).toBe('192.0.2.1')
  expect(subjectOfAddress('::ffff:192.0.2.1')).toBe('::ffff:192.0.2.1')
})
