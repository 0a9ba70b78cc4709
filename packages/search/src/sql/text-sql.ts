import type { Condition } from '../meaning/condition.ts'
import type { SqlParams } from './sql-params.ts'

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** A pattern for LIKE: the parts with anything between them. */
export function likePattern(parts: readonly string[]): string {
  return parts.map(escaped).join('%')
}

/** A pattern for ILIKE: the parts anywhere, in this order. */
function containsPattern(parts: readonly string[]): string {
  return `%${likePattern(parts.filter((part) => part !== ''))}%`
}

export function containsSql({ columns, parts }: Extract<Condition, { type: 'contains' }>, params: SqlParams): string {
  if (parts.every((part) => part === '')) return 'true'
  const found = columns.map((column) =>
    column === 'body' ? bodySql(parts, params) : `${column} ILIKE ${params.bind('String', containsPattern(parts))}`,
  )
  return `(${found.join(' OR ')})`
}

/**
 * Finds text anywhere in the body. Words that stand whole inside a part are looked up in `body_text`; those at its ends may
 * be parts of words, which ILIKE finds by a scan of the index's dictionary. The last ILIKE decides.
 */
function bodySql(parts: readonly string[], params: SqlParams): string {
  const whole: string[] = []
  const ends: string[] = []
  for (const part of parts) {
    const words = part.split(/[^A-Za-z0-9\u0080-\u{10ffff}]+/u)
    // Letters beyond ASCII are left to the last condition: lower case is not the same everywhere.
    whole.push(...words.slice(1, -1).filter((word) => /^[A-Za-z0-9]+$/.test(word)))
    if (words.length > 1) ends.push(words[0] ?? '', words.at(-1) ?? '')
    else if (parts.length > 1) ends.push(part)
  }
  const conditions = ends
    .filter((word) => /^[A-Za-z0-9]{4,}$/.test(word))
    .map((word) => `body ILIKE ${params.bind('String', containsPattern([word]))}`)
  if (whole.length > 0) {
    const words = whole.map((word) => word.toLowerCase())
    conditions.unshift(`hasAllTokens(body, ${params.bind('Array(String)', words)})`)
  }
  return `(${[...conditions, `body ILIKE ${params.bind('String', containsPattern(parts))}`].join(' AND ')})`
}
