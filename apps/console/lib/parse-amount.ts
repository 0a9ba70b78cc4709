const countFactors: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 }
const byteFactors: Record<string, number> = {
  '': 1,
  b: 1,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
}

/** Reads `5000`, `5,000`, `5k`, `1.5 M`. @returns a whole number from 1, or null for anything else. */
export function parseCount(text: string): number | null {
  return parse(text, countFactors)
}

/** Reads `512`, `512 KiB`, `1.5 GiB`, `20 MB`. @returns whole bytes from 1, or null for anything else. */
export function parseBytes(text: string): number | null {
  return parse(text, byteFactors)
}

function parse(text: string, factors: Record<string, number>): number | null {
  const [, digits = '', unit = ''] = /^(\d+(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? []
  const factor = factors[unit.toLowerCase()]
  if (digits === '' || factor === undefined) return null
  const amount = Math.round(Number(digits.replaceAll(',', '')) * factor)
  return amount >= 1 && Number.isSafeInteger(amount) ? amount : null
}
