import type { LogDetail } from '@hanzo/schema/api'
import { z } from 'zod'
import { NotFoundError } from '../errors.ts'
import { textAttributes, textMap, typeMap } from './attributes.ts'
import { getResource } from './get-resource.ts'
import { LOG_WHOLE, logSummaryRow, toLogSummary } from './log-summary.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'

const LOG = `
SELECT ${LOG_WHOLE},
  flags,
  dropped_attributes_count AS droppedAttributesCount,
  scope_name AS scopeName,
  scope_version AS scopeVersion,
  scope_attributes AS scopeAttributes,
  scope_attribute_types AS scopeAttributeTypes,
  resource_id AS resourceId
FROM ${scoped('logs')}
  AND timestamp = fromUnixTimestamp64Nano({time:Int64}, 'UTC')
  AND sequence = {sequence:UInt64}
LIMIT 1`

const row = logSummaryRow.extend({
  flags: z.number(),
  droppedAttributesCount: z.number(),
  scopeName: z.string(),
  scopeVersion: z.string(),
  scopeAttributes: textMap,
  scopeAttributeTypes: typeMap,
  resourceId: z.string(),
})

const logId = /^(\d{1,19})-(\d{1,20})$/

/**
 * Reads everything that was sent of one log record.
 * @throws {NotFoundError} also for an id that `listLogs` cannot have given.
 */
export async function getLog(context: QueryContext, id: string): Promise<LogDetail> {
  const [, time, sequence] = logId.exec(id) ?? []
  const found =
    time !== undefined && sequence !== undefined && BigInt(sequence) < 2n ** 64n && BigInt(time) < 2n ** 63n
      ? await runQuery(context, { sql: LOG, params: { time, sequence }, row })
      : undefined
  const log = found?.rows[0]
  if (!log) throw new NotFoundError('no log record has this id', { logId: id })
  return {
    ...toLogSummary(log),
    flags: log.flags,
    droppedAttributesCount: log.droppedAttributesCount,
    scope: {
      name: log.scopeName,
      version: log.scopeVersion,
      attributes: textAttributes(log.scopeAttributes, log.scopeAttributeTypes),
    },
    resource: await getResource(context, log.resourceId),
  }
}
