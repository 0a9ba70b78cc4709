const secretHeader = /key|token|secret|auth|cookie|password/i

/** The first characters of a key, for telling keys apart: never enough to use it. */
export function maskSecret(secret: string): string {
  return secret.length >= 16 ? `${secret.slice(0, 4)}…` : '…'
}

/** Headers as they may be printed. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeader.test(name) ? maskSecret(value) : value]),
  )
}

/** An address as it may be printed: without user, password and query. */
export function maskUrl(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/, '')
}

/** Takes the secret values among the headers out of a text that somebody else wrote. */
export function maskText(text: string, headers: Readonly<Record<string, string>>): string {
  let masked = text
  for (const [name, value] of Object.entries(headers)) {
    if (secretHeader.test(name) && value.length >= 4) masked = masked.replaceAll(value, maskSecret(value))
  }
  return masked
}
