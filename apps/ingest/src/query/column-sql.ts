import { resolveColumn, type SearchColumn, SearchError, type SearchField, type SearchSignal } from '@hanzo/search'
import { InvalidSearchError } from './query-errors.ts'

/** Longer texts are cut in lists. */
export const valueCharactersMax = 1024

/**
 * What a key shows of a record.
 * @param path the parameter that holds it.
 * @throws {InvalidSearchError}
 */
export function readColumn(key: string, signal: SearchSignal, path: string): SearchColumn {
  try {
    return resolveColumn(key, signal)
  } catch (error) {
    throw error instanceof SearchError ? new InvalidSearchError(error, path) : error
  }
}

/** A field as text, as a search would name its value; NULL where a record has none. Of quantities the number in their least unit. */
export function fieldTextSql(field: SearchField): string {
  switch (field.type) {
    case 'string':
      return `nullIf(toString(${field.column}), '')`
    case 'text':
      return `nullIf(substringUTF8(toString(${field.columns[0]}), 1, ${valueCharactersMax}), '')`
    case 'code':
      return codeTextSql(field)
    case 'number': {
      const sum = field.columns.join(' + ')
      return field.isAlways ? `toString(${sum})` : `if(${sum} = 0, NULL, toString(${sum}))`
    }
    case 'id':
      return `if(${field.column} = toFixedString('', ${field.bytes}), NULL, lower(hex(${field.column})))`
    case 'hash':
      return `if(${field.column} = 0, NULL, leftPad(lower(hex(${field.column})), 16, '0'))`
    case 'root':
      return `if(is_root, 'true', 'false')`
  }
}

/** Names of our own catalogue, never of a request. */
function codeTextSql(field: Extract<SearchField, { type: 'code' }>): string {
  const pairs = field.names.flatMap((name, index) => field.codesOf(index).map((code) => ({ name, code })))
  const codes = pairs.map(({ code }) => code).join(', ')
  const names = pairs.map(({ name }) => `'${name}'`).join(', ')
  return `transform(${field.column}, [${codes}], [${names}], NULL)`
}

/** An attribute of the record itself as text, of whichever type; NULL where it has none. @param key an expression. */
export function recordTextSql(key: string): string {
  const text = (map: string): string => `substringUTF8(${map}[${key}], 1, ${valueCharactersMax})`
  return `multiIf(
    mapContains(attributes_string, ${key}), attributes_string[${key}],
    mapContains(attributes_unindexed, ${key}), ${text('attributes_unindexed')},
    mapContains(attributes_int, ${key}), toString(attributes_int[${key}]),
    mapContains(attributes_double, ${key}), toString(attributes_double[${key}]),
    mapContains(attributes_bool, ${key}), if(attributes_bool[${key}], 'true', 'false'),
    mapContains(attributes_json, ${key}), ${text('attributes_json')},
    NULL)`
}

/** An attribute in a map of texts; NULL where there is none. */
export function mapTextSql(map: string, key: string): string {
  return `if(mapContains(${map}, ${key}), substringUTF8(${map}[${key}], 1, ${valueCharactersMax}), NULL)`
}

/** A value inside of a structured body as text: of strings their text, of all others their JSON; NULL where there is none. */
export function bodyTextSql(names: readonly string[], index: number): string {
  const path = ['body', ...names.map((_, place) => `{${bodyName(index, place)}:String}`)].join(', ')
  const text = `if(JSONType(${path}) = 'String', JSONExtractString(${path}), JSONExtractRaw(${path}))`
  return `if(startsWith(trimLeft(body), '{') AND isValidJSON(body) AND JSONHas(${path}), substringUTF8(${text}, 1, ${valueCharactersMax}), NULL)`
}

/** What `bodyTextSql` binds. */
export function bodyTextParams(paths: readonly (readonly string[])[]): Record<string, string> {
  return Object.fromEntries(
    paths.flatMap((names, index) => names.map((name, place) => [bodyName(index, place), name] as const)),
  )
}

const bodyName = (index: number, place: number): string => `body${index}_${place}`
