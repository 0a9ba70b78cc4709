import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { HanzoError } from '../errors.ts'

/**
 * 32 MiB and three passes, as strong as N = 2^17 with one. OpenSSL computes it on a thread of libuv's pool, which the
 * spool's fsync shares: one at a time leaves the others free.
 */
const defaultCost: ScryptCost = { logN: 15, r: 8, p: 3 }
export interface ScryptCost {
  /** Binary logarithm of N. */
  logN: number
  r: number
  p: number
}

const hashBytes = 32
const waitingMax = 20

export class PasswordQueueFullError extends HanzoError {
  constructor() {
    super('too many sign-ins at once, try again', {
      code: 'SIGN_IN_BUSY',
      statusCode: 503,
      retryable: true,
      retryAfterSeconds: 5,
    })
  }
}

export interface PasswordHasher {
  /** @returns `$scrypt$ln=…,r=…,p=…$salt$hash`: a change of cost leaves stored hashes readable. */
  hash(password: string): Promise<string>
  /** Takes as long for an absent hash as for a wrong password, so that time does not tell which accounts exist. */
  verify(password: string, stored: string | undefined): Promise<boolean>
}

/**
 * Hashes passwords with scrypt of OpenSSL, one at a time.
 * @param cost of new hashes; the default is OWASP's advice.
 */
export function createPasswordHasher(cost = defaultCost): PasswordHasher {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  async function derive(password: string, salt: Buffer, { logN, r, p }: ScryptCost): Promise<Buffer> {
    if (waiting >= waitingMax) throw new PasswordQueueFullError()
    waiting += 1
    const options = { N: 2 ** logN, r, p, maxmem: 2 ** logN * r * 256 }
    const result = last.then(() => scryptAsync(password.normalize('NFKC'), salt, options))
    last = result.then(
      () => undefined,
      () => undefined,
    )
    return result.finally(() => {
      waiting -= 1
    })
  }

  const absent = Buffer.alloc(hashBytes)
  return {
    async hash(password) {
      const salt = randomBytes(16)
      const hash = await derive(password, salt, cost)
      return `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${salt.toString('base64')}$${hash.toString('base64')}`
    },
    async verify(password, stored) {
      const parsed = stored === undefined ? undefined : parseHash(stored)
      const hash = await derive(password, parsed?.salt ?? absent, parsed?.cost ?? cost)
      const equal = timingSafeEqual(hash, parsed?.hash ?? absent)
      return equal && parsed !== undefined
    },
  }
}

const hashPattern = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/

function parseHash(stored: string) {
  const match = hashPattern.exec(stored)
  const [logN, r, p] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])]
  const hash = Buffer.from(match?.[5] ?? '', 'base64')
  if (!match?.[4] || hash.length !== hashBytes) {
    throw new HanzoError('a stored password hash is unreadable', { code: 'PASSWORD_HASH_UNREADABLE', statusCode: 500 })
  }
  return { cost: { logN, r, p }, salt: Buffer.from(match[4], 'base64'), hash }
}

function scryptAsync(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hashBytes, options, (error, hash) => (error ? reject(error) : resolve(hash)))
  })
}
