import { splitAttributeFilter } from '@hanzo/schema/api'

/** What `key=value` may mean: the text may be that of an integer, a number or a truth value. */
export interface AttributeFilter {
  key: string
  text: string
  item: string
  int: bigint | undefined
  double: number | undefined
  bool: boolean | undefined
}

const int64Max = 2n ** 63n - 1n
const decimal = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** Reads a filter once for both of its uses, SQL and the tails' predicate, so that they agree. */
export function parseAttributeFilter(filter: string): AttributeFilter {
  const { key, value: text } = splitAttributeFilter(filter)
  const double = decimal.test(text) ? Number(text) : undefined
  return {
    key,
    text,
    item: `${key}=${text}`,
    int: integer(text),
    double: double !== undefined && Number.isFinite(double) ? double : undefined,
    bool: text === 'true' ? true : text === 'false' ? false : undefined,
  }
}

function integer(text: string): bigint | undefined {
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text)) return undefined
  const value = BigInt(text)
  return value >= -int64Max - 1n && value <= int64Max ? value : undefined
}
