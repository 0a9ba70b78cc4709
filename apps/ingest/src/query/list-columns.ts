import type { Receipt } from '@hanzo/schema/api'
import { bodyNames, type SearchSignal } from '@hanzo/search'
import { z } from 'zod'
import { bodyTextParams, bodyTextSql, fieldTextSql, mapTextSql, readColumn, recordTextSql } from './column-sql.ts'
import type { Conditions } from './conditions.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'

const values = z.array(z.string().nullable())
const columnsRow = z.object({
  fieldValues: values,
  recordValues: values,
  scopeValues: values,
  bodyValues: values,
  columnResourceId: z.string(),
})
type ColumnsRow = z.output<typeof columnsRow>

/** What a list reads for the columns that were asked for beside its own. */
export interface ListColumns {
  /** Stands behind the list's own columns; empty without any. */
  select: string
  /** Binds the keys. */
  params: Conditions
  /** Fields of a row. */
  shape: Partial<typeof columnsRow.shape>
  /** Puts `values` in the place of what was read for them, with what stands in the resources of the rows. */
  complete<Row extends object>(
    context: QueryContext,
    rows: readonly Row[],
  ): Promise<{ rows: (Omit<Row, keyof ColumnsRow> & { values?: ColumnsRow['fieldValues'] })[]; receipts: Receipt[] }>
}

/**
 * Reads the columns that a list is to show.
 * @param keys as the search language writes them.
 * @throws {InvalidSearchError}
 */
export function listColumns(keys: readonly string[], signal: SearchSignal): ListColumns {
  if (keys.length === 0) return noColumns
  const columns = keys.map((key) => readColumn(key, signal, 'columns'))
  const fields = columns.flatMap((column) => (column.type === 'field' ? fieldTextSql(column.field) : []))
  const attributes = columns.map((column) => (column.type === 'attribute' ? column : undefined))
  const keysOf = (...owners: string[]): string[] =>
    attributes.flatMap((column) => (column && owners.includes(column.owner) ? column.key : []))
  const recordKeys = keysOf('any', 'record')
  const scopeKeys = keysOf('scope')
  const bodyPaths = keysOf('body').map(bodyNames)
  const resourceKeys = keysOf('any', 'resource')
  // Parts of one list have mostly the same resources.
  const known: KnownResources = new Map()

  return {
    select: `,
  CAST([${fields.join(', ')}], 'Array(Nullable(String))') AS fieldValues,
  CAST(arrayMap(key -> ${recordTextSql('key')}, {recordKeys:Array(String)}), 'Array(Nullable(String))') AS recordValues,
  CAST([${bodyPaths.map(bodyTextSql).join(', ')}], 'Array(Nullable(String))') AS bodyValues,
  CAST(arrayMap(key -> ${mapTextSql('scope_attributes', 'key')}, {scopeKeys:Array(String)}), 'Array(Nullable(String))') AS scopeValues,
  toString(resource_id) AS columnResourceId`,
    params: { sql: '', params: { recordKeys, scopeKeys, ...bodyTextParams(bodyPaths) } },
    shape: columnsRow.shape,
    async complete(context, rows) {
      const receipts = await readResources(context, {
        keys: resourceKeys,
        known,
        rows: rows as unknown as ColumnsRow[],
      })
      const completed = rows.map((row) => {
        const { fieldValues, recordValues, scopeValues, bodyValues, columnResourceId, ...rest } = row as typeof row &
          ColumnsRow
        const of = known.get(columnResourceId)
        const places = { field: 0, record: 0, scope: 0, body: 0, resource: 0 }
        const next = (from: readonly (string | null)[] | undefined, place: keyof typeof places) =>
          from?.[places[place]++] ?? null
        const shown = attributes.map((column) => {
          if (!column) return next(fieldValues, 'field')
          if (column.owner === 'scope') return next(scopeValues, 'scope')
          if (column.owner === 'body') return next(bodyValues, 'body')
          const own = column.owner === 'resource' ? null : next(recordValues, 'record')
          const its = column.owner === 'record' ? null : next(of, 'resource')
          return own ?? its
        })
        return { ...rest, values: shown }
      })
      return { rows: completed, receipts }
    },
  }
}

const noColumns: ListColumns = {
  select: '',
  params: { sql: '', params: {} },
  shape: {},
  complete: async (_, rows) => ({ rows: [...rows], receipts: [] }),
}

const RESOURCES = `
SELECT
  toString(resource_id) AS resourceId,
  CAST(arrayMap(key -> ${mapTextSql('attributes', 'key')}, {resourceKeys:Array(String)}), 'Array(Nullable(String))') AS held
FROM ${scoped('resources')}
  AND resource_id IN (SELECT toUInt64(arrayJoin({resourceIds:Array(String)})))
LIMIT 1 BY resource_id
LIMIT {limit:UInt32}`

const resourceRow = z.object({ resourceId: z.string(), held: values })

type KnownResources = Map<string, ColumnsRow['fieldValues']>
/** Beyond them the first are read again. */
const knownResourcesMax = 10_000

interface ResourceQuestion {
  keys: readonly string[]
  known: KnownResources
  rows: readonly ColumnsRow[]
}

/** Makes the resources of the rows known. */
async function readResources(context: QueryContext, { keys, known, rows }: ResourceQuestion): Promise<Receipt[]> {
  if (keys.length === 0) return []
  if (known.size >= knownResourcesMax) known.clear()
  const ids = new Set(rows.map(({ columnResourceId }) => columnResourceId))
  const resourceIds = [...ids].filter((id) => !known.has(id))
  if (resourceIds.length === 0) return []
  const params = { resourceKeys: keys, resourceIds, limit: resourceIds.length }
  const found = await runQuery(context, { sql: RESOURCES, params, row: resourceRow })
  for (const { resourceId, held } of found.rows) known.set(resourceId, held)
  return [found.receipt]
}
