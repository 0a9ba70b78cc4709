/** Characters of the text, as offsets. */
export interface TextRange {
  from: number
  to: number
}

/** A search as it is written: what its keys and values mean is for `resolveSearch`. */
export type SearchNode = Junction | Negation | TextTerm | FieldTerm | RelationTerm

/** `a b`, `a AND b`, `a OR b`; two operands at least. */
export interface Junction extends TextRange {
  type: 'and' | 'or'
  operands: SearchNode[]
}

/** `-a`, `NOT a`. */
export interface Negation extends TextRange {
  type: 'not'
  operand: SearchNode
}

/** Text to find in what a record says. */
export interface TextTerm extends TextRange {
  type: 'text'
  value: SearchValue
}

/** `key:…` */
export interface FieldTerm extends TextRange {
  type: 'field'
  key: SearchKey
  match: SearchMatch
}

export const relations = ['parent', 'child', 'trace'] as const
export type Relation = (typeof relations)[number]

/** `parent:(…)`: the span's parent, one of its children, any span of its trace passes. */
export interface RelationTerm extends TextRange {
  type: 'relation'
  relation: Relation
  operand: SearchNode
}

/** `http.route`, `resource.k8s.pod.name`, `attributes."odd key"`: what stands bare, and what stands quoted behind it. */
export interface SearchKey extends TextRange {
  path: string
  quoted?: string
}

/** Text between wildcards: `GET*` is `['GET', '']`. One part means the text itself; the parts between others are not empty. */
export interface SearchValue extends TextRange {
  parts: string[]
}

export const comparisons = ['<', '<=', '>', '>='] as const
export type Comparison = (typeof comparisons)[number]

export type SearchMatch =
  /** One of these; `*` alone asks whether there is any. */
  | { type: 'values'; values: SearchValue[] }
  | { type: 'compared'; comparison: Comparison; value: SearchValue }
  /** Both ends are inside; `*` leaves an end open. */
  | { type: 'range'; least: SearchValue; most: SearchValue }

/** The value of a text that stands nowhere. */
export function literal(text: string): SearchValue {
  return { parts: [text], from: 0, to: 0 }
}

/** Whether the value is `*`. */
export function isAnything({ parts }: SearchValue): boolean {
  return parts.length === 2 && parts.every((part) => part === '')
}
