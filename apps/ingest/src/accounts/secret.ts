import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, 43 characters that are safe in headers, cookies and URLs. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function newApiKey(): string {
  return `hz_${newToken()}`
}

/** What is kept of a key or token: neither can be guessed, so a fast hash without salt is enough and can be looked up. */
export function sha256(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

const shownCharacters = 10

/** The part of a key that lists show. */
export function prefixOf(key: string): string {
  return key.slice(0, shownCharacters)
}
