import type { RowBatch } from '@hanzo/schema/row'
import type { z } from 'zod'
import { createInferenceMemory, type InferenceMemory } from '../genai/inference-memory.ts'
import { PatternMiner } from '../patterns/pattern-miner.ts'
import { RequestPatterns } from '../patterns/request-patterns.ts'
import type { DecodeContext, Decoded } from './decoded.ts'
import { decodeRecord, type RecordGroup } from './envelope.ts'
import {
  createResourceRows,
  type ResourceOrigin,
  type ResourceRows,
  readResource,
  readScope,
  type ScopeOrigin,
} from './origin.ts'
import type { MessageDescriptor } from './protobuf/message-descriptor.ts'
import { createTimeWindow, type TimeWindow, timeRemark } from './record-time.ts'
import { createRejections, type Rejections, reasonOf, type Sender } from './rejections.ts'
import { createRemarks, type Remarks } from './remarks.ts'

/** Records that one request may store; what comes above is rejected. Their rows are what a request costs in memory. */
export const recordsMax = 200_000

/** What the records of one request share while they are made into rows. */
export interface RequestState {
  context: DecodeContext
  window: TimeWindow
  rejections: Rejections
  remarks: Remarks
  resourceRows: ResourceRows
  inferences: InferenceMemory
  patterns: RequestPatterns
  acceptedCount: number
}

export function createRequestState(context: DecodeContext): RequestState {
  return {
    context,
    window: createTimeWindow(context.receivedAtUnixNano, context.project.retentionDays),
    rejections: createRejections(),
    remarks: createRemarks(),
    resourceRows: createResourceRows(context.project.projectId),
    inferences: context.inferences ?? createInferenceMemory(),
    patterns: new RequestPatterns(
      context.patterns ?? new PatternMiner(),
      context.project,
      Number(context.receivedAtUnixNano / 1_000_000n),
    ),
    acceptedCount: 0,
  }
}

/**
 * Visits every record with where it comes from; records under a broken resource or scope are rejected here.
 * @param weigh how many records it counts for: the points of a metric.
 */
export function forEachRecord(
  groups: readonly RecordGroup[],
  descriptor: MessageDescriptor,
  state: RequestState,
  visit: (record: unknown, resource: ResourceOrigin, scope: ScopeOrigin) => void,
  weigh: (record: unknown) => number = () => 1,
): void {
  for (const { resource: rawResource, schemaUrl, scopes } of groups) {
    const resource = readResource(rawResource, schemaUrl)
    for (const { scope: rawScope, records } of scopes) {
      const scope = resource.origin ? readScope(rawScope, resource.origin) : resource
      for (const bytesOrObject of records) {
        const record = decodeRecord(bytesOrObject, descriptor)
        if (scope.problem !== undefined) state.rejections.reject(scope.problem, scope.sender, record, weigh(record))
        else if (resource.origin) visit(record, resource.origin, scope.origin as ScopeOrigin)
      }
    }
  }
}

/** Parses a record, or rejects it with the reason. */
export function parseRecord<Schema extends z.ZodType>(
  schema: Schema,
  record: unknown,
  state: Pick<RequestState, 'rejections'>,
  sender: Sender,
  weight = 1,
): z.output<Schema> | undefined {
  const parsed = schema.safeParse(record)
  if (parsed.success) return parsed.data
  state.rejections.reject(reasonOf(parsed.error.issues), sender, record, weight)
  return undefined
}

/** Counts a record in at this time, or rejects it: for its time (`problem`), or because the request has too many. */
export function accept(
  state: RequestState,
  record: unknown,
  resource: ResourceOrigin,
  unixNano: bigint,
  problem: string | undefined,
): boolean {
  const isFull = state.acceptedCount >= recordsMax
  const reason = isFull ? `the request has more than ${recordsMax} records; send smaller batches` : problem
  if (reason !== undefined) {
    state.rejections.reject(reason, resource, record)
    return false
  }
  state.acceptedCount += 1
  state.resourceRows.see(resource, Number(unixNano / 1_000_000_000n))
  return true
}

/** Remarks on an accepted record that it is late or ahead. @param unixNano when it was over, or happened. */
export function remarkTime(state: RequestState, resource: ResourceOrigin, unixNano: bigint): void {
  const remark = timeRemark(state.window, Number(unixNano / 1_000_000n))
  if (remark) state.remarks.note(remark, resource)
}

/** The answer of a decoder: `rows` and the resources they point at; tables without rows are left out. */
export function decodedOf(state: RequestState, rows: RowBatch, warnings: string[]): Decoded {
  const tables = Object.entries({
    resources: state.resourceRows.list(),
    log_patterns: state.patterns.list(),
    ...rows,
  }).filter(([, list]) => list?.length)
  return {
    batch: Object.fromEntries(tables) as RowBatch,
    acceptedCount: state.acceptedCount,
    rejectedCount: state.rejections.count(),
    rejections: state.rejections.list(),
    warnings,
    remarks: state.remarks.list(),
  }
}
