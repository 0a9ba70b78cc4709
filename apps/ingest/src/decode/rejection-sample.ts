const depthMax = 8
const elementsMax = 16
const nameLengthMax = 256
const sampleLengthMax = 2_048

/** Fields of OTLP whose texts tell how a record is made, and nothing of what it is about. */
const structuralFields = new Set([
  ...['traceId', 'spanId', 'parentSpanId', 'name', 'key', 'kind', 'code', 'flags', 'version', 'schemaUrl', 'unit'],
  ...['startTimeUnixNano', 'endTimeUnixNano', 'timeUnixNano', 'observedTimeUnixNano', 'aggregationTemporality'],
  ...[
    'severityNumber',
    'severityText',
    'eventName',
    'count',
    'asInt',
    'asDouble',
    'scale',
    'zeroCount',
    'bucketCounts',
  ],
])

/** Attributes whose values are names of a convention or of a program. */
const structuralKeys =
  /^(?:telemetry\.sdk\.\w+|service\.(?:name|version|namespace)|otel\.\w+|hanzo\.span\.(?:kind|name)|http\.(?:request\.method|route|response\.status_code)|gen_ai\.(?:operation\.name|provider\.name|request\.model|response\.model)|error\.type)$/

/**
 * A record that was refused as JSON, shortened, fit to be kept and shown: its shape, names, ids and times. Of what may
 * hold content (values of attributes, bodies, messages) it tells the type and the size alone.
 */
export function sampleOf(record: unknown): string {
  return JSON.stringify(redact(record, '', 0)).slice(0, sampleLengthMax)
}

function redact(value: unknown, field: string, depth: number): unknown {
  if (typeof value === 'string') return redactText(value, field)
  if (typeof value === 'bigint') return structuralFields.has(field) ? value.toString() : '‹integer›'
  if (typeof value === 'number' && !structuralFields.has(field)) return '‹number›'
  if (typeof value !== 'object' || value === null) return value ?? null
  if (value instanceof Uint8Array) return redactBytes(value, field)
  if (depth >= depthMax) return '…'
  if (Array.isArray(value)) return value.slice(0, elementsMax).map((element) => redact(element, field, depth + 1))
  const { key } = value as { key?: unknown }
  const isKnown = typeof key === 'string' && structuralKeys.test(key)
  const entries = Object.entries(value).slice(0, elementsMax)
  return Object.fromEntries(
    entries.map(([name, content]) => [
      name.slice(0, nameLengthMax),
      isKnown && name === 'value' ? shown(content) : redact(content, name, depth + 1),
    ]),
  )
}

function redactText(text: string, field: string): string {
  if (structuralFields.has(field)) return text.slice(0, nameLengthMax)
  return `‹text, ${text.length} characters›`
}

function redactBytes(bytes: Uint8Array, field: string): string {
  return structuralFields.has(field) ? Buffer.from(bytes.subarray(0, 64)).toString('hex') : `‹${bytes.length} bytes›`
}

/** The one text or number in the value of an attribute that holds no content. */
function shown(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return '‹no value›'
  const entries = Object.entries(value).slice(0, 1)
  return Object.fromEntries(
    entries.map(([name, content]) => {
      const isPlain = typeof content === 'string' || typeof content === 'number' || typeof content === 'bigint'
      return [name, isPlain ? String(content).slice(0, nameLengthMax) : redact(content, name, depthMax)]
    }),
  )
}
