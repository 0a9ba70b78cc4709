import { z } from 'zod'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'

const TEMPLATE = `
SELECT template
FROM ${scoped('log_patterns')}
  AND pattern_id = {patternId:UInt64}
LIMIT 1`

const row = z.object({ template: z.string() })

/** Reads what records of a pattern have in common. @param patternId 16 hex characters. @returns '' for one that is not known. */
export async function getLogTemplate(context: QueryContext, patternId: string): Promise<string> {
  const { rows } = await runQuery(context, {
    sql: TEMPLATE,
    params: { patternId: String(BigInt(`0x${patternId}`)) },
    row,
  })
  return rows[0]?.template ?? ''
}
