import type { Attribute } from '@hanzo/schema/api'

/** The value as text, as the filter `key=value` takes it. */
export function attributeText(attribute: Attribute): string {
  return String(attribute.value)
}

const jsonToken = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** JSON text with two spaces of indent, token by token: numbers of 64 bits keep their digits, which JSON.parse would lose. */
export function prettyJson(text: string): string {
  let depth = 0
  let result = ''
  let previous = ''
  const line = () => `\n${'  '.repeat(depth)}`
  for (const [token] of text.matchAll(jsonToken)) {
    const opens = previous === '{' || previous === '['
    if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1)
      result += opens ? token : line() + token
    } else {
      if (opens || previous === ',') result += line()
      result += token === ':' ? ': ' : token
      if (token === '{' || token === '[') depth += 1
    }
    previous = token
  }
  return result
}
