import type { Condition } from '../meaning/condition.ts'
import { wholeEnds, wholeEndsPattern, wordCharacters } from '../meaning/text-edges.ts'
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

/** @param usesTextIndex whether words may be looked up. */
export function containsSql(
  { columns, parts }: Extract<Condition, { type: 'contains' }>,
  params: SqlParams,
  usesTextIndex: boolean,
): string {
  if (parts.every((part) => part === '')) return 'true'
  const found = columns.map((column) =>
    column === 'body' && usesTextIndex ? bodySql(parts, params) : textSql(column, parts, params),
  )
  return `(${found.join(' OR ')})`
}

function textSql(column: string, parts: readonly string[], params: SqlParams): string {
  const contains = `${column} ILIKE ${params.bind('String', containsPattern(parts))}`
  const pattern = wholeEndsPattern(parts)
  return pattern === undefined
    ? contains
    : `(${contains} AND match(${column}, ${params.bind('String', `(?i)${pattern}`)}))`
}

/**
 * Words whose lower case is the same to the index and to ILIKE: Latin, Cyrillic, and letters without case. Others, as Greek with its two small
 * sigmas, are left to the text itself.
 */
const isPlain = (word: string): boolean => /^[A-Za-z0-9À-ÖØ-öø-ÿЀ-џ\p{Lo}\p{Nd}]+$/u.test(word)

/**
 * Finds text in the body. Words that are whole are looked up in `body_text`, and where nothing else is asked that is all. Parts of words
 * are found by ILIKE, which scans the index's dictionary.
 */
function bodySql(parts: readonly string[], params: SqlParams): string {
  const { whole, open } = wordsOf(parts)
  const [only = ''] = parts
  const words = [...new Set(whole.filter(isPlain).map((word) => word.toLowerCase()))]
  const looked = words.length > 0 ? [`hasAllTokens(body, ${params.bind('Array(String)', words)})`] : []
  if (parts.length === 1 && isPlain(only)) return looked.join('')
  const scanned = open
    .filter((word) => /^[A-Za-z0-9]{4,}$/.test(word))
    .map((word) => `body ILIKE ${params.bind('String', containsPattern([word]))}`)
  return `(${[...looked, ...scanned, textSql('body', parts, params)].join(' AND ')})`
}

/** The words of the parts, and those that may be parts of words: at ends where a wildcard stands. */
function wordsOf(parts: readonly string[]): { whole: string[]; open: string[] } {
  const { start, end } = wholeEnds(parts)
  const found = { whole: [] as string[], open: [] as string[] }
  for (const [index, part] of parts.entries()) {
    const words = part.split(new RegExp(`[^${wordCharacters}]+`, 'u'))
    for (const [at, word] of words.entries()) {
      const isBegun = at > 0 || (index === 0 && start)
      const isEnded = at < words.length - 1 || (index === parts.length - 1 && end)
      found[isBegun && isEnded ? 'whole' : 'open'].push(word)
    }
  }
  return found
}
