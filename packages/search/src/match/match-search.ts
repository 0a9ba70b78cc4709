import type { LogRow, MetricSeriesRow, RunningSpanRow, SpanRow } from '@hanzo/schema/row'
import { type AttributeOwner, type Condition, conditionFor, type SearchedTable } from '../meaning/condition.ts'
import type { NumberColumn } from '../meaning/search-fields.ts'
import type { Relation } from '../syntax/search-node.ts'
import { compares, type TextAttributes, textAttributeMatcher, typedAttributeMatcher } from './match-attribute.ts'
import { bodyMatcher } from './match-body.ts'
import { hasText, isLike } from './match-text.ts'

interface SearchedRows {
  spans: SpanRow
  running_spans: RunningSpanRow
  logs: LogRow
  metric_series: MetricSeriesRow
}
type AnyRow = SearchedRows[SearchedTable]
/** Series of metrics are of no trace. */
type TracedRow = Exclude<AnyRow, MetricSeriesRow>

/** @param resource reads the row's resource; `undefined` when it is not known. */
export type RowMatcher<Row> = (row: Row, resource: () => TextAttributes | undefined) => boolean

export interface MatchOptions {
  /** What the age of spans that run is measured by, nanoseconds since the epoch; the clock when absent. */
  nowNanoseconds?: () => bigint
  /** What `lowerCase` gives: for whoever asks about the same texts again and again. */
  lowerCase?: (text: string) => string
  /** The spans that structural terms look at. Where there are none to look at, such terms are refused. */
  relatives?: (relation: Relation, row: TracedRow) => Iterable<{ span: SpanRow; resource: TextAttributes | undefined }>
}

/**
 * Makes a function that decides about rows in memory, as `searchSql` decides in ClickHouse.
 * @throws {TypeError} for a structural term without `relatives`; `assertRowSearch` finds them in the search.
 */
export function matchSearch<T extends SearchedTable>(
  condition: Condition,
  table: T,
  options: MatchOptions = {},
): RowMatcher<SearchedRows[T]> {
  return matcher(conditionFor(table, condition), options) as RowMatcher<SearchedRows[T]>
}

type Matcher = RowMatcher<AnyRow>

function matcher(condition: Condition, options: MatchOptions): Matcher {
  switch (condition.type) {
    case 'constant':
      return () => condition.value
    case 'all': {
      const parts = condition.of.map((part) => matcher(part, options))
      return (row, resource) => parts.every((part) => part(row, resource))
    }
    case 'any': {
      const parts = condition.of.map((part) => matcher(part, options))
      return (row, resource) => parts.some((part) => part(row, resource))
    }
    case 'not': {
      const part = matcher(condition.of, options)
      return (row, resource) => !part(row, resource)
    }
    case 'related':
      return relatedMatcher(condition, options)
    case 'attribute':
      return attributeMatcher(condition)
    default:
      return columnMatcher(condition, options)
  }
}

const noId = /^0*$/
const columnOf = (row: AnyRow, column: string): unknown => (row as unknown as Record<string, unknown>)[column]
type ColumnCondition = Exclude<Condition, { type: 'constant' | 'all' | 'any' | 'not' | 'related' | 'attribute' }>

function columnMatcher(condition: ColumnCondition, options: MatchOptions): Matcher {
  switch (condition.type) {
    case 'equals':
    case 'id': {
      const values = new Set<unknown>(condition.type === 'id' ? condition.ids : condition.values)
      return (row) => values.has(columnOf(row, condition.column))
    }
    case 'hash': {
      const hashes = new Set<unknown>(condition.hashes)
      return (row) => hashes.has(columnOf(row, condition.column))
    }
    case 'like':
    case 'idLike': {
      const matches = isLike(condition.parts)
      return (row) => matches(columnOf(row, condition.column) as string)
    }
    case 'contains': {
      const holds = hasText(condition.parts, options.lowerCase)
      return (row) => condition.columns.some((column) => holds(columnOf(row, column) as string))
    }
    case 'code': {
      const codes = new Set<unknown>(condition.codes)
      return (row) => codes.has(columnOf(row, condition.column))
    }
    case 'number':
      return numberMatcher(condition, options)
    case 'root':
      return (row) => noId.test(columnOf(row, 'parent_span_id') as string)
    case 'open':
      return (row) => isGivenUp(row as RunningSpanRow, options) === (condition.state === 'no_end')
    case 'eventName': {
      const { test } = condition
      const matches =
        test.test === 'like'
          ? isLike(test.parts)
          : (name: string) => test.test === 'exists' || test.texts.includes(name)
      return (row) => (row as SpanRow)['events.name'].some(matches)
    }
    case 'linkId':
      return (row) => (row as SpanRow)[condition.column].includes(condition.id)
  }
}

const nowOf = ({ nowNanoseconds }: MatchOptions): bigint => nowNanoseconds?.() ?? BigInt(Date.now()) * 1_000_000n

function isGivenUp(row: RunningSpanRow, options: MatchOptions): boolean {
  return row.end_expected_by < nowOf(options)
}

function numberMatcher(condition: Extract<Condition, { type: 'number' }>, options: MatchOptions): Matcher {
  const { columns, comparison, value } = condition
  const read = (row: AnyRow, column: NumberColumn): bigint | number => {
    if (column === 'duration_nanoseconds' && 'end_expected_by' in row) return durationSoFar(row, options)
    return columnOf(row, column) as bigint | number
  }
  const [only] = columns
  if (only !== undefined && columns.length === 1) return (row) => compares(read(row, only), comparison, value)
  // Sums are of counts, far below what a number holds.
  return (row) =>
    compares(
      columns.reduce((sum, column) => sum + Number(read(row, column)), 0),
      comparison,
      value,
    )
}

/** Nanoseconds since a span started, as far as its sender's clock agrees with ours; 0 when no end will come. */
function durationSoFar(row: RunningSpanRow, options: MatchOptions): bigint {
  const duration = isGivenUp(row, options) ? 0n : nowOf(options) - row.timestamp
  return duration > 0n ? duration : 0n
}

type OwnerMatcher = Record<AttributeOwner, () => Matcher>

function attributeMatcher({ owner, key, test }: Extract<Condition, { type: 'attribute' }>): Matcher {
  const typed = typedAttributeMatcher(key, test)
  const text = textAttributeMatcher(key, test)
  const own: Matcher = (row) => ('attributes' in row ? text(row) : typed(row))
  const ofResource: Matcher = (_row, resource) => {
    const found = resource()
    return found !== undefined && text(found)
  }
  const ofMany = (name: 'events' | 'links'): Matcher => {
    const [maps, types] = [`${name}.attributes`, `${name}.attribute_types`] as const
    return (row) => {
      const holders = columnOf(row, maps) as TextAttributes['attributes'][]
      const codes = columnOf(row, types) as TextAttributes['attribute_types'][]
      return holders.some((attributes, index) => text({ attributes, attribute_types: codes[index] ?? new Map() }))
    }
  }
  const owners: OwnerMatcher = {
    any: () => (row, resource) => own(row, resource) || ofResource(row, resource),
    record: () => own,
    resource: () => ofResource,
    scope: () => (row) =>
      'scope_attributes' in row &&
      text({ attributes: row.scope_attributes, attribute_types: row.scope_attribute_types }),
    event: () => ofMany('events'),
    link: () => ofMany('links'),
    body: () => {
      const passes = bodyMatcher(key, test)
      return (row) => passes((row as LogRow).body)
    },
  }
  return owners[owner]()
}

function relatedMatcher({ relation, of }: Extract<Condition, { type: 'related' }>, options: MatchOptions): Matcher {
  const { relatives } = options
  if (!relatives) throw new TypeError('a structural term cannot be decided by one row')
  const passes = matcher(conditionFor('spans', of), options)
  return (row) => {
    for (const { span, resource } of relatives(relation, row as TracedRow))
      if (passes(span, () => resource)) return true
    return false
  }
}
