import type { LogDetail } from '@hanzo/schema/api'
import { z } from 'zod'
import { textAttributes, textMap, typeMap } from './attributes.ts'
import { getLogTemplate } from './get-log-template.ts'
import { getResource } from './get-resource.ts'
import { noSuchLog, readLogId } from './log-place.ts'
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
  resource_id AS resourceId,
  if(pattern_id = 0, '', leftPad(lower(hex(pattern_id)), 16, '0')) AS patternId
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
  patternId: z.string(),
})

/**
 * Reads everything that was sent of one log record.
 * @throws {NotFoundError} also for an id that `listLogs` cannot have given.
 */
export async function getLog(context: QueryContext, id: string): Promise<LogDetail> {
  const { rows } = await runQuery(context, { sql: LOG, params: readLogId(id), row })
  const [log] = rows
  if (!log) throw noSuchLog(id)
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
    pattern:
      log.patternId === ''
        ? null
        : { patternId: log.patternId, template: await getLogTemplate(context, log.patternId) },
  }
}
