import type { Comparison, Relation } from '../syntax/search-node.ts'
import type { CodeColumn, HashColumn, NumberColumn, openStates, TextColumn } from './search-fields.ts'

/** Where an attribute may stand; `any` is the record or its resource. */
export type AttributeOwner = 'any' | 'record' | 'resource' | 'scope' | 'event' | 'link' | 'body'

export type AttributeTest =
  /** One of these texts. */
  | { test: 'equals'; texts: readonly string[] }
  /** Strings and whole numbers that begin, end and go on as the parts do, in their case. */
  | { test: 'like'; parts: readonly string[] }
  | { test: 'compare'; comparison: Comparison; value: bigint | number }
  | { test: 'exists' }

/** A search as it is meant: every key known, every value read. SQL and the matcher are two ways to evaluate the same. */
export type Condition =
  | { type: 'all' | 'any'; of: readonly Condition[] }
  | { type: 'not'; of: Condition }
  | { type: 'constant'; value: boolean }
  | { type: 'equals'; column: TextColumn; values: readonly string[] }
  | { type: 'like'; column: TextColumn; parts: readonly string[] }
  /** Text that holds the parts in this order, in either case; words are whole at an end where no empty part stands. */
  | { type: 'contains'; columns: readonly TextColumn[]; parts: readonly string[] }
  | { type: 'code'; column: CodeColumn; codes: readonly number[] }
  | { type: 'number'; columns: readonly NumberColumn[]; comparison: Comparison | '=' | '!='; value: bigint | number }
  | { type: 'id'; column: TextColumn; ids: readonly string[] }
  | { type: 'hash'; column: HashColumn; hashes: readonly bigint[] }
  | { type: 'idLike'; column: TextColumn; parts: readonly string[] }
  | { type: 'root' }
  | { type: 'open'; state: (typeof openStates)[number] }
  | { type: 'attribute'; owner: AttributeOwner; key: string; test: AttributeTest }
  | { type: 'eventName'; test: Exclude<AttributeTest, { test: 'compare' }> }
  | { type: 'linkId'; column: 'links.trace_id' | 'links.span_id'; id: string }
  | { type: 'related'; relation: Relation; of: Condition }

export type SearchedTable = 'spans' | 'running_spans' | 'logs' | 'metric_series'

export const everything: Condition = { type: 'constant', value: true }
const nothing: Condition = { type: 'constant', value: false }

/** What the condition amounts to for rows of a table: parts that all or none of its rows pass are gone, unless they are all. */
export function conditionFor(table: SearchedTable, condition: Condition): Condition {
  switch (condition.type) {
    case 'all':
      return joined(
        'all',
        condition.of.map((part) => conditionFor(table, part)),
      )
    case 'any':
      return joined(
        'any',
        condition.of.map((part) => conditionFor(table, part)),
      )
    case 'not': {
      const of = conditionFor(table, condition.of)
      return of.type === 'constant' ? { type: 'constant', value: !of.value } : { type: 'not', of }
    }
    case 'open':
      return table === 'running_spans' ? condition : nothing
    default:
      return table === 'running_spans' ? ofRunning(condition) : condition
  }
}

/** A span that runs has neither status nor events nor links yet. */
function ofRunning(condition: Condition): Condition {
  switch (condition.type) {
    case 'code':
      return condition.column === 'status_code' ? nothing : condition
    case 'eventName':
    case 'linkId':
      return nothing
    case 'attribute':
      return condition.owner === 'event' || condition.owner === 'link' ? nothing : condition
    case 'contains': {
      if (condition.parts.every((part) => part === '')) return everything
      const columns = condition.columns.filter((column) => column !== 'status_message')
      return columns.length > 0 ? { ...condition, columns } : nothing
    }
    default:
      return condition
  }
}

function joined(type: 'all' | 'any', parts: Condition[]): Condition {
  const decided = type === 'any'
  if (parts.some((part) => part.type === 'constant' && part.value === decided))
    return { type: 'constant', value: decided }
  const open = parts.filter((part) => part.type !== 'constant')
  const [only] = open
  if (!only) return { type: 'constant', value: !decided }
  return open.length === 1 ? only : { type, of: open }
}

/** Both conditions at once. */
export function allOf(...parts: Condition[]): Condition {
  return joined('all', parts)
}

/** The parts of a condition that stand by themselves. */
function* leavesOf(condition: Condition): Generator<Condition> {
  if (condition.type === 'all' || condition.type === 'any') for (const part of condition.of) yield* leavesOf(part)
  else if (condition.type === 'not') yield* leavesOf(condition.of)
  else yield condition
}

/** Whether rows of a roll-up that has only these columns know enough to decide. */
export function needsOnly(condition: Condition, columns: readonly string[]): boolean {
  for (const leaf of leavesOf(condition)) {
    const isKnown =
      leaf.type === 'constant' ||
      leaf.type === 'open' ||
      ((leaf.type === 'equals' || leaf.type === 'like' || leaf.type === 'code') && columns.includes(leaf.column))
    if (!isKnown) return false
  }
  return true
}

/** Whether spans are decided about by other spans of their traces. */
export function looksAtOtherSpans(condition: Condition): boolean {
  for (const leaf of leavesOf(condition)) if (leaf.type === 'related') return true
  return false
}

/** Whether the condition looks for text inside a column. */
export function searchesText(condition: Condition, column: TextColumn): boolean {
  for (const leaf of leavesOf(condition)) if (leaf.type === 'contains' && leaf.columns.includes(column)) return true
  return false
}

/** Whether such a text may begin or end inside of a word. */
export function searchesPartsOfWords(condition: Condition, column: TextColumn): boolean {
  for (const leaf of leavesOf(condition)) {
    if (leaf.type === 'contains' && leaf.columns.includes(column) && leaf.parts.length > 1) return true
  }
  return false
}
