import { metricTypeSchema, severitySchema, spanKindSchema, spanStatusSchema } from '@hanzo/schema/api'
import { type LogRow, type MetricSeriesRow, metricTypeCode, type SpanRow } from '@hanzo/schema/row'

export type SearchSignal = 'spans' | 'logs' | 'metrics'

type ColumnsOf<V> =
  | { [K in keyof SpanRow]: SpanRow[K] extends V ? K : never }[keyof SpanRow]
  | { [K in keyof LogRow]: LogRow[K] extends V ? K : never }[keyof LogRow]
  | { [K in keyof MetricSeriesRow]: MetricSeriesRow[K] extends V ? K : never }[keyof MetricSeriesRow]
export type TextColumn = ColumnsOf<string>
export type NumberColumn = ColumnsOf<number | bigint>
export type CodeColumn = ColumnsOf<number>
export type HashColumn = 'pattern_id'

export type SearchUnit = 'nanoseconds' | 'dollars' | 'count'

type FieldKind =
  /** Compared as it stands, in its case. */
  | { type: 'string'; column: TextColumn }
  /** Searched for parts, in either case. */
  | { type: 'text'; columns: readonly TextColumn[] }
  /** A number in the table, a name in the language; `ordered` ones can be compared. */
  | { type: 'code'; column: CodeColumn; names: readonly string[]; codesOf(name: number): number[]; ordered?: boolean }
  /** The sum of its columns. 0 stands for absent unless `isAlways`. */
  | { type: 'number'; columns: readonly NumberColumn[]; unit: SearchUnit; isAlways?: boolean }
  | { type: 'id'; column: TextColumn; bytes: 8 | 16 }
  /** A hash of 64 bits, in hex. */
  | { type: 'hash'; column: HashColumn }
  | { type: 'root' }

export type SearchField = FieldKind & {
  name: string
  /** Other spellings: attributes that the column holds in every dialect. */
  aliases: readonly string[]
  signals: readonly SearchSignal[]
  description: string
}

const field = (
  name: string,
  kind: FieldKind,
  description: string,
  { aliases = [], signals = ['spans'] }: { aliases?: readonly string[]; signals?: readonly SearchSignal[] } = {},
): SearchField => ({ name, aliases, signals, description, ...kind })

const both = ['spans', 'logs'] as const
const all = [...both, 'metrics'] as const
const string = (column: TextColumn): FieldKind => ({ type: 'string', column })
const tokens = (...columns: NumberColumn[]): FieldKind => ({ type: 'number', columns, unit: 'count' })

/** What a span that has not ended may be, beside the statuses it ends with. */
export const openStates = ['running', 'no_end'] as const

const spanStatuses: FieldKind = {
  type: 'code',
  column: 'status_code',
  names: [...spanStatusSchema.options, ...openStates],
  codesOf: (name) => [name],
}
const spanKinds: FieldKind = { type: 'code', column: 'kind', names: spanKindSchema.options, codesOf: (name) => [name] }
const metricTypes = metricTypeSchema.options
const typesOfMetrics: FieldKind = {
  type: 'code',
  column: 'type',
  names: metricTypes,
  codesOf: (name) => metricTypes.slice(name, name + 1).map((type) => metricTypeCode[type]),
}
const severities: FieldKind = {
  type: 'code',
  column: 'severity_number',
  names: severitySchema.options,
  // Bands of four. Beyond 24 a number has no meaning; such records count as unspecified.
  codesOf: (name) =>
    name === 0
      ? [0, ...Array.from({ length: 231 }, (_, index) => 25 + index)]
      : [3, 2, 1, 0].map((less) => name * 4 - less),
  ordered: true,
}

/** What of a row the language has a name for. Everything else is an attribute. The console completes from this too. */
export const searchFields: readonly SearchField[] = [
  field('service', string('service_name'), 'Service that sent it', { aliases: ['service.name'], signals: all }),
  field('name', string('name'), 'Name of the span'),
  field('name', string('metric_name'), 'Name of the metric', { signals: ['metrics'] }),
  field('unit', string('unit'), 'Unit of the metric', { signals: ['metrics'] }),
  // Not `type`, which is the name of many an attribute.
  field('metric_type', typesOfMetrics, 'Type of the metric', { signals: ['metrics'] }),
  field('status', spanStatuses, 'How the span ended, or that it has not'),
  field('status_message', { type: 'text', columns: ['status_message'] }, 'What the span says of its status', {
    aliases: ['status.message'],
  }),
  field('kind', spanKinds, 'Kind of the span'),
  field(
    'duration',
    { type: 'number', columns: ['duration_nanoseconds'], unit: 'nanoseconds', isAlways: true },
    'How long the span took, so far while it runs',
  ),
  field('root', { type: 'root' }, 'Whether the span has no parent'),
  field('severity', severities, 'Severity of the record', { aliases: ['level'], signals: ['logs'] }),
  field('severity_text', string('severity_text'), 'Severity as the sender calls it', { signals: ['logs'] }),
  field('body', { type: 'text', columns: ['body'] }, 'Text of the record', { aliases: ['message'], signals: ['logs'] }),
  field('event_name', string('event_name'), 'Name of the event that the record is', {
    aliases: ['event.name'],
    signals: ['logs'],
  }),
  field(
    'pattern',
    { type: 'hash', column: 'pattern_id' },
    'What the record has in common with others, 16 hex characters',
    {
      signals: ['logs'],
    },
  ),
  field('env', string('deployment_environment_name'), 'Deployment environment', {
    aliases: ['environment', 'deployment.environment.name', 'deployment.environment'],
    signals: both,
  }),
  field('version', string('service_version'), 'Version of the service', {
    aliases: ['service.version'],
    signals: both,
  }),
  field('session', string('session_id'), 'Session or conversation', { aliases: ['session.id'], signals: both }),
  field('user', string('user_id'), 'User', { aliases: ['user.id'], signals: both }),
  field('trace_id', { type: 'id', column: 'trace_id', bytes: 16 }, 'Trace, 32 hex characters', {
    aliases: ['trace.id'],
    signals: both,
  }),
  field('span_id', { type: 'id', column: 'span_id', bytes: 8 }, 'Span, 16 hex characters', {
    aliases: ['span.id'],
    signals: both,
  }),
  field('parent_id', { type: 'id', column: 'parent_span_id', bytes: 8 }, 'Parent span, 16 hex characters', {
    aliases: ['parent_span_id'],
  }),
  field('scope.name', string('scope_name'), 'Instrumentation scope', { signals: all }),
  field('scope.version', string('scope_version'), 'Version of the instrumentation scope', { signals: all }),
  field('http.response.status_code', tokens('http_response_status_code'), 'Status of the HTTP response', {
    aliases: ['http.status_code', 'http.status'],
  }),
  field('gen_ai.kind', string('gen_ai_kind'), 'What a span of generative AI is: llm, tool, agent, …'),
  field('operation', string('gen_ai_operation_name'), 'Operation of generative AI', {
    aliases: ['gen_ai.operation.name'],
  }),
  field('provider', string('gen_ai_provider_name'), 'Provider of the model', {
    aliases: ['gen_ai.provider.name', 'gen_ai.system'],
  }),
  field('model', string('gen_ai_request_model'), 'Model that was asked for', { aliases: ['gen_ai.request.model'] }),
  field('response_model', string('gen_ai_response_model'), 'Model that answered', {
    aliases: ['gen_ai.response.model'],
  }),
  field('agent', string('gen_ai_agent_name'), 'Agent', { aliases: ['gen_ai.agent.name'] }),
  field('tool', string('gen_ai_tool_name'), 'Tool', { aliases: ['gen_ai.tool.name'] }),
  field('finish_reason', string('gen_ai_finish_reason'), 'Why the model stopped'),
  field('tokens', tokens('gen_ai_input_tokens', 'gen_ai_output_tokens'), 'Input and output tokens together', {
    aliases: ['gen_ai.usage.total_tokens'],
  }),
  field('input_tokens', tokens('gen_ai_input_tokens'), 'Input tokens, those of caches included', {
    aliases: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
  }),
  field('output_tokens', tokens('gen_ai_output_tokens'), 'Output tokens, those of reasoning included', {
    aliases: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
  }),
  field('cache_read_tokens', tokens('gen_ai_cache_read_input_tokens'), 'Input tokens read from a cache'),
  field('cache_write_tokens', tokens('gen_ai_cache_write_input_tokens'), 'Input tokens written to a cache'),
  field('reasoning_tokens', tokens('gen_ai_reasoning_output_tokens'), 'Output tokens of reasoning'),
  field('cost', { type: 'number', columns: ['gen_ai_cost'], unit: 'dollars' }, 'Cost in US dollars'),
  field(
    'time_to_first_token',
    { type: 'number', columns: ['gen_ai_time_to_first_chunk_nanoseconds'], unit: 'nanoseconds' },
    'Time until the answer began',
    { aliases: ['ttft'] },
  ),
  field('input', { type: 'text', columns: ['gen_ai_input_preview'] }, 'Beginning of what the model was told last'),
  field('output', { type: 'text', columns: ['gen_ai_output_preview'] }, 'Beginning of what the model answered'),
]

/** What text without a key is searched in. */
export const freeTextColumns: Record<SearchSignal, readonly TextColumn[]> = {
  spans: ['name', 'status_message', 'gen_ai_input_preview', 'gen_ai_output_preview'],
  logs: ['body'],
  metrics: ['metric_name', 'description'],
}

const byName = new Map(
  searchFields.flatMap((found) => [found.name, ...found.aliases].map((name): [string, SearchField[]] => [name, []])),
)
for (const found of searchFields) for (const name of [found.name, ...found.aliases]) byName.get(name)?.push(found)

/** The field of a signal that has this name, or `undefined` for what is an attribute. */
export function findSearchField(name: string, signal: SearchSignal): SearchField | undefined {
  return byName.get(name)?.find(({ signals }) => signals.includes(signal))
}

/** Prefixes of keys, and whose attributes stand behind them. */
export const attributePrefixes = {
  'attributes.': 'record',
  'resource.': 'resource',
  'scope.': 'scope',
  'event.': 'event',
  'link.': 'link',
  'body.': 'body',
} as const

/** Whose attributes a signal has. */
export const ownersOf: Record<SearchSignal, readonly string[]> = {
  spans: ['record', 'resource', 'scope', 'event', 'link'],
  logs: ['record', 'resource', 'scope', 'body'],
  metrics: ['record', 'resource'],
}
