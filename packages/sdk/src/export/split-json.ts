import { type SignalName, signalWords } from './signal-name.ts'
import type { EncodedRecords } from './split-protobuf.ts'

type Json = Record<string, unknown>

const dataKeys = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary']

/**
 * Halves an Export…ServiceRequest in OTLP/JSON, as `splitProtobuf` does.
 * @throws {SyntaxError} for what is not JSON.
 */
export function splitJson(signal: SignalName, bytes: Uint8Array): [EncodedRecords, EncodedRecords] | undefined {
  const levels = levelsOf(signal)
  const halves = split(JSON.parse(new TextDecoder().decode(bytes)), levels)
  return halves?.map((half) => ({
    bytes: new TextEncoder().encode(JSON.stringify(half)),
    records: count(half, levels),
  })) as [EncodedRecords, EncodedRecords] | undefined
}

/** The keys whose arrays (or, of a metric's data, objects) lead down to one record. */
function levelsOf(signal: SignalName): string[][] {
  const { resources, scopes, records } = signalWords[signal]
  const levels = [[resources], [scopes], [records]]
  return signal === 'metrics' ? [...levels, dataKeys, ['dataPoints']] : levels
}

function childrenOf(message: Json, level: string[]): { key: string; children: Json[]; isArray: boolean } | undefined {
  const key = level.find((name) => message[name] !== undefined)
  if (key === undefined) return undefined
  const value = message[key]
  return { key, children: (Array.isArray(value) ? value : [value]) as Json[], isArray: Array.isArray(value) }
}

function split(message: Json, levels: string[][]): [Json, Json] | undefined {
  const [level, ...below] = levels
  const found = level && childrenOf(message, level)
  const [first] = found?.children ?? []
  if (!found || !first) return undefined
  const { key, children, isArray } = found
  if (children.length > 1) {
    const middle = children.length >> 1
    return [
      { ...message, [key]: children.slice(0, middle) },
      { ...message, [key]: children.slice(middle) },
    ]
  }
  const halves = split(first, below)
  return halves?.map((half) => ({ ...message, [key]: isArray ? [half] : half })) as [Json, Json] | undefined
}

function count(message: Json, levels: string[][]): number {
  const [level, ...below] = levels
  if (!level) return 1
  return childrenOf(message, level)?.children.reduce((sum, child) => sum + count(child, below), 0) ?? 0
}
