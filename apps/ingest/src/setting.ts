import { isIP } from 'node:net'
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

const portOrOff = 'expected a port from 0 to 65535, or off'

/** A port as text, or `off`. */
export const portOrOffSetting = z
  .string()
  .regex(/^(off|\d{1,5})$/, portOrOff)
  .transform((text) => (text === 'off' ? ('off' as const) : Number(text)))
  .refine((port) => port === 'off' || port <= 65_535, portOrOff)

/** Origins of pages, separated by commas, or `*`. */
export const originsSetting = z
  .string()
  .transform((text) => (text === '*' ? ('*' as const) : text.split(',').map((origin) => origin.trim())))
  .refine(
    (origins) => origins === '*' || origins.every(isOrigin),
    'expected * or origins such as https://shop.example.org,http://localhost:5173',
  )

function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text
}

/** An absolute URL of one of these protocols. */
export function urlSetting(protocols: readonly string[], example: string) {
  return z.string().refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return url !== undefined && protocols.includes(url.protocol) && url.hostname !== ''
  }, `expected a URL such as ${example}`)
}

/**
 * Whose `X-Forwarded-*` headers are believed. A number of proxies is not accepted: whoever reaches the port past them
 * could write those headers.
 */
export const trustProxySetting = z
  .string()
  .refine(
    (text) => text === 'false' || text.split(',').every((address) => isProxyAddress(address.trim())),
    'expected false, or the addresses of the proxies in front such as 10.0.0.0/8,192.168.1.2',
  )
  .transform((text) => (text === 'false' ? false : text.split(',').map((address) => address.trim())))

function isProxyAddress(text: string): boolean {
  if (text === 'loopback' || text === 'linklocal' || text === 'uniquelocal') return true
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}
