import {
  type KeyValues,
  type LogRecord,
  type SpanStart,
  spanStartAttributes,
  spanStartInput,
  spanStartSchema,
} from '@hanzo/schema/otlp'
import { type RunningSpanRow, runningSpanDaysMax } from '@hanzo/schema/row'
import type { ProjectIdentity } from '../project-identity.ts'
import { type AttributeColumnValues, attributeColumnsOf } from './attribute-columns.ts'
import { boundAttributes } from './bound-attributes.ts'
import type { ResourceOrigin, ScopeOrigin } from './origin.ts'
import { promotedIdentity, promotedSpanColumns } from './promoted-columns.ts'
import { timeProblem } from './record-time.ts'
import { accept, parseRecord, type RequestState } from './request-state.ts'

/** After this long an SDK ends a span by itself, unless its start says otherwise. */
const maxAgeSecondsDefault = 1_800
/** An end may still wait in the SDK's buffers, or the server may have been away. */
const graceSeconds = 300
const secondsMax = runningSpanDaysMax * 86_400

/**
 * The row of an event that announces a span; `undefined` when it was rejected, with the reason.
 * @param log the record as a valid log record, `record` as it was sent.
 */
export function acceptSpanStart(
  log: LogRecord,
  record: unknown,
  state: RequestState,
  resource: ResourceOrigin,
  scope: ScopeOrigin,
): RunningSpanRow | undefined {
  const start = parseRecord(spanStartSchema, spanStartInput(log), state, resource)
  if (!start) return undefined
  const time = start.startTimeUnixNano
  if (!accept(state, record, resource, time, timeProblem(state.window, 'timeUnixNano', time))) return undefined
  const attributes = spanStartAttributes(log.attributes)
  const stored = boundAttributes(state, resource, attributes)
  return {
    ...runningSpanRowOf(start, log, resource, scope, state.context.project, attributes),
    ...attributeColumnsOf(stored),
  }
}

function runningSpanRowOf(
  start: SpanStart,
  log: LogRecord,
  resource: ResourceOrigin,
  scope: ScopeOrigin,
  project: ProjectIdentity,
  attributes: KeyValues,
): Omit<RunningSpanRow, keyof AttributeColumnValues> {
  return {
    project_id: project.projectId,
    retention_days: Math.min(project.retentionDays, runningSpanDaysMax),
    timestamp: start.startTimeUnixNano,
    end_expected_by: endExpectedBy(start),
    trace_id: start.traceId,
    span_id: start.spanId,
    parent_span_id: start.parentSpanId,
    flags: log.flags,
    name: start.name,
    kind: start.kind,
    service_name: resource.serviceName,
    scope_name: scope.name,
    scope_version: scope.version,
    scope_attributes: scope.texts.texts,
    scope_attribute_types: scope.texts.types,
    resource_id: resource.resourceId,
    dropped_attributes_count: log.droppedAttributesCount,
    ...resource.deployment,
    ...promotedSpanColumns(attributes, start.startTimeUnixNano),
    ...promotedIdentity(attributes, resource.attributes),
    sequence: 0n,
  }
}

function endExpectedBy({ startTimeUnixNano, maxAgeSeconds }: SpanStart): bigint {
  const seconds = Math.min((maxAgeSeconds || maxAgeSecondsDefault) + graceSeconds, secondsMax)
  return startTimeUnixNano + BigInt(Math.round(seconds * 1e9))
}
