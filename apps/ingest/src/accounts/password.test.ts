import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { createPasswordHasher, PasswordQueueFullError } from './password.ts'

/** As `createPasswordHasher()`, in a thousandth of its time. */
const passwords = createPasswordHasher({ logN: 5, r: 8, p: 1 })

it('verifies the password that was hashed and no other', async () => {
  const stored = await passwords.hash('correct horse battery')
  expect(stored).toMatch(/^\$scrypt\$ln=5,r=8,p=1\$/)
  expect(await passwords.verify('correct horse battery', stored)).toBe(true)
  expect(await passwords.verify('correct horse batterz', stored)).toBe(false)
})

it('salts: the same password has another hash each time', async () => {
  expect(await passwords.hash('correct horse battery')).not.toBe(await passwords.hash('correct horse battery'))
})

it('takes a password written in another Unicode form for the same', async () => {
  const stored = await passwords.hash('Zo\u00eb rides a bike')
  expect(await passwords.verify('Zoe\u0308 rides a bike', stored)).toBe(true)
})

it('reads hashes of another cost, and says when it cannot read one', async () => {
  const stored = await createPasswordHasher({ logN: 4, r: 8, p: 2 }).hash('correct horse battery')
  expect(await passwords.verify('correct horse battery', stored)).toBe(true)
  await expect(passwords.verify('x', 'plain text')).rejects.toMatchObject({ code: 'PASSWORD_HASH_UNREADABLE' })
})

it('hashes at the cost that OWASP advises, leaves the event loop free meanwhile, and takes as long without a hash', async () => {
  const costly = createPasswordHasher()
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const started = performance.now()
  expect(await costly.hash('correct horse battery')).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
  const hashed = performance.now()
  expect(await costly.verify('', undefined)).toBe(false)
  expect(performance.now() - hashed).toBeGreaterThan((hashed - started) / 10)
  delay.disable()
  expect(delay.percentile(50) / 1e6).toBeLessThan(50)
})

it('bounds how many wait', async () => {
  const attempts = await Promise.allSettled(Array.from({ length: 25 }, () => passwords.verify('x', undefined)))
  const refused = attempts.filter((attempt) => attempt.status === 'rejected')
  expect(refused).toHaveLength(5)
  expect(refused[0]?.reason).toBeInstanceOf(PasswordQueueFullError)
})
