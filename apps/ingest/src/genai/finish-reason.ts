import type { AnyValue } from '@hanzo/schema/otlp'
import { plainText } from '../decode/any-value-text.ts'
import { parsedOf } from './parsed-json.ts'

// As providers and SDKs say it → one word, so that a list can be filtered by it.
const reasons: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  complete: 'stop',
  completed: 'stop',
  max_tokens: 'length',
  max_output_tokens: 'length',
  tool_use: 'tool_calls',
  tool_call: 'tool_calls',
  function_call: 'tool_calls',
  content_filtered: 'content_filter',
  guardrail_intervened: 'content_filter',
  safety: 'content_filter',
  refusal: 'content_filter',
}

/**
 * Why a model stopped: `stop`, `length`, `tool_calls`, `content_filter`, `error`, or the provider's own word in lower case.
 * Several choices give their different reasons, with commas between.
 * @param value a word, a list of words, or the JSON text of one.
 */
export function finishReason(value: AnyValue | undefined): string {
  if (value === undefined || value === null) return ''
  const words = wordsOf(typeof value === 'string' ? (parsedOf(value) ?? value) : value)
  return [...new Set(words.map(oneWord).filter(Boolean))].join(',')
}

function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf)
  return typeof value === 'object' ? [] : [plainText(value as AnyValue)]
}

function oneWord(sent: string): string {
  const word = sent.trim().toLowerCase().replaceAll('-', '_').slice(0, 64)
  return Object.hasOwn(reasons, word) ? (reasons[word] ?? word) : word
}
