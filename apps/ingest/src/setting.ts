import { z } from 'zod'

const sizeUnits = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 } as const

/** A size as text: `20971520` or `20MiB`. Reads as a number of bytes. */
export const bytesSetting = z
  .string()
  .regex(/^[1-9]\d{0,14}\s?(KiB|MiB|GiB|TiB)?$/, 'expected a size such as 20971520, 512KiB, 20MiB or 4GiB')
  .transform((text) => {
    const unit = sizeUnits[text.slice(-3) as keyof typeof sizeUnits]
    return unit === undefined ? Number(text) : Number.parseInt(text, 10) * unit
  })
  .pipe(z.number().max(Number.MAX_SAFE_INTEGER, 'is too large'))

/** A whole number as text, within bounds. */
export function wholeNumberSetting(least: number, most: number) {
  const message = `expected a whole number from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .pipe(z.number().min(least, message).max(most, message))
}

/** An absolute URL of one of these protocols. */
export function urlSetting(protocols: readonly string[], example: string) {
  return z.string().refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return url !== undefined && protocols.includes(url.protocol) && url.hostname !== ''
  }, `expected a URL such as ${example}`)
}

/** Whose `X-Forwarded-*` headers are believed: `false`, a number of proxies, or their addresses. Fastify's `trustProxy`. */
export const trustProxySetting = z
  .string()
  .regex(
    /^(false|\d{1,2}|[0-9a-fA-F.:/]+(,\s?[0-9a-fA-F.:/]+)*|loopback|uniquelocal)$/,
    'expected false, the number of proxies in front, or their addresses such as 10.0.0.0/8,192.168.1.2',
  )
  .transform((text): false | number | string[] => {
    if (text === 'false' || text === '0') return false
    return /^\d+$/.test(text) ? Number(text) : text.split(',').map((address) => address.trim())
  })
