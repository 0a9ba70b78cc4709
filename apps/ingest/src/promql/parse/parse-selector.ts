import { matcherTest } from '../evaluate/label-pattern.ts'
import type { At, Matcher, VectorSelector } from './ast.ts'
import { parseDuration, parseNumber, unquote } from './literals.ts'
import { childOf, childrenOf, type Part, refuse, textOf } from './tree.ts'

export function parseString(part: Part): string {
  return unquote(textOf(part)) ?? refuse(part, 'a string is broken: close its quotes, and escape backslashes in it')
}

/** A label's name, bare or between quotes. */
export function parseLabelName(part: Part): string {
  const literal = childOf(part, 'StringLiteral')
  return literal ? parseString(literal) : textOf(part)
}

export function parseGroupingLabels(part: Part): string[] {
  return childrenOf(part).map(parseLabelName)
}

export function parseVectorSelector(part: Part): VectorSelector {
  const name = childOf(part, 'Identifier')
  const list = childOf(part, 'LabelMatchers')
  const matchers = list ? childrenOf(list).map(parseMatcher) : []
  const quoted = list && childOf(list, 'QuotedLabelName')
  if (name) {
    if (quoted || matchers.some((matcher) => matcher.name === '__name__')) {
      refuse(
        part,
        `metric name must not be set twice: ${JSON.stringify(textOf(name))} stands before the braces already`,
      )
    }
    matchers.unshift({ name: '__name__', operator: '=', value: textOf(name) })
  } else if (quoted && matchers.filter((matcher) => matcher.name === '__name__').length > 1) {
    refuse(quoted, 'metric name must not be set twice')
  }
  const tests = matchers.map(matcherTest)
  if (tests.every((test) => test(''))) refuse(part, 'vector selector must contain at least one non-empty matcher')
  return { kind: 'selector', from: part.node.from, matchers, offset: 0 }
}

function parseMatcher(part: Part): Matcher {
  if (part.node.name === 'QuotedLabelName') return { name: '__name__', operator: '=', value: parseLabelName(part) }
  const [name, operator, value] = childrenOf(part)
  if (!name || !operator || !value) return refuse(part, 'a matcher is a name, an operator and a string')
  return {
    name: parseLabelName(name),
    operator: textOf(operator) as Matcher['operator'],
    value: parseString(value),
  }
}

/** As many nanoseconds as 64 bits count: 292 years. */
const durationMillisecondsMax = 9_223_372_036_854

/** @returns milliseconds, with a sign. */
export function parseOffset(part: Part): number {
  const children = childrenOf(part)
  const sign = children[0]
  if (sign?.node.name === 'UnaryOp') {
    const inner = children[1]
    return inner ? (textOf(sign) === '-' ? -1 : 1) * parseOffset(inner) : refuse(part, 'a duration is missing')
  }
  return durationOf(part)
}

/** @returns milliseconds, more than none. */
export function parseRange(part: Part): number {
  const milliseconds = durationOf(part)
  return milliseconds > 0 ? milliseconds : refuse(part, 'duration must be greater than 0')
}

function durationOf(part: Part): number {
  const text = textOf(part)
  const milliseconds = parseDuration(text) ?? Math.round(parseNumber(text) * 1000)
  if (milliseconds > durationMillisecondsMax) refuse(part, `duration out of range: ${JSON.stringify(text)}`)
  if (Number.isFinite(milliseconds)) return milliseconds
  return refuse(part, `calculated durations are not supported: write ${JSON.stringify(text)} as one, as 5m or 1h30m`)
}

export function parseAt(part: Part): At {
  const named = childOf(part, 'AtModifierPreprocessors')
  if (named) return childOf(named, 'AtStart') ? 'start' : 'end'
  const literal = childrenOf(part).at(-1)
  const seconds = literal ? parseNumber(textOf(literal)) : Number.NaN
  if (!Number.isFinite(seconds)) refuse(part, 'timestamp out of bounds for @ modifier')
  return { milliseconds: Math.round(seconds * 1000) }
}
