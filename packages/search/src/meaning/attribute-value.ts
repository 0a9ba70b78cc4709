/** What the text of an attribute may mean: that of an integer, a number or a truth value. */
export interface AttributeValue {
  int: bigint | undefined
  double: number | undefined
  bool: boolean | undefined
}

const int64Max = 2n ** 63n - 1n
const decimal = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** Reads a value for SQL and for the matcher, so that they agree. */
export function readAttributeValue(text: string): AttributeValue {
  const double = decimal.test(text) ? Number(text) : undefined
  return {
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
