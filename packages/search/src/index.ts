export { attributeKey } from './edit/attribute-key.ts'
export { type CompletionOption, completeSearch, type SearchCompletion } from './edit/complete-search.ts'
export { filterBounds, type SearchBounds, setBounds } from './edit/edit-range.ts'
export {
  addAbsence,
  addFilter,
  excludedValues,
  excludeValues,
  filterValues,
  onlyFilter,
  removeFilter,
  type SearchFilter,
  setFilter,
  toggleFilter,
} from './edit/edit-search.ts'
export { listPills, removePill, type SearchPill } from './edit/list-pills.ts'
export { parser as searchParser } from './grammar/generated/search-parser.ts'
export { assertRowSearch } from './match/assert-row-search.ts'
export { type Equality, equalityOf, type RowValue, type ValueHolder } from './match/equality-of.ts'
export type { TextAttributes } from './match/match-attribute.ts'
export { type MatchOptions, matchSearch, type RowMatcher } from './match/match-search.ts'
export { containsParts, lowerCase } from './match/match-text.ts'
export { bodyNames } from './meaning/body-path.ts'
export {
  allOf,
  type Condition,
  conditionFor,
  looksAtOtherSpans,
  needsOnly,
  searchesPartsOfWords,
  searchesText,
} from './meaning/condition.ts'
export { resolveColumn, type SearchColumn } from './meaning/resolve-column.ts'
export { resolveSearch } from './meaning/resolve-search.ts'
export {
  attributePrefixes,
  findSearchField,
  freeTextColumns,
  type SearchField,
  type SearchSignal,
  searchFields,
} from './meaning/search-fields.ts'
export { SearchError } from './search-error.ts'
export { parseSearch, searchCharactersMax } from './syntax/parse-search.ts'
export { printSearch } from './syntax/print-search.ts'
export { type Place, writeValue } from './syntax/quoting.ts'
export { literal, type SearchMatch, type SearchNode } from './syntax/search-node.ts'
