import type { TextAttributes } from '@hanzo/search'
import type { RowView, TableColumns } from '../columns/table-columns.ts'
import { createProjectRows, type ProjectRows } from './project-rows.ts'
import { rememberingView } from './remembering-view.ts'
import { createPointReader, createResourceLookup, type TailRows, type TakePoints } from './take-rows.ts'

/** The tables whose rows tails show. */
export type TailTable = 'spans' | 'running_spans' | 'logs'

/** Rows of one table that were made durable together, as many filters look at them: what one has read of a row the next need not read. */
export interface BatchRows<T extends TailTable> {
  readonly columns: TableColumns<T>
  /** `at` says which row is read. */
  readonly row: RowView<T>
  /** The resource of the row at `at`. */
  readonly resource: () => TextAttributes | undefined
  ofProject(projectId: string): ProjectRows<T>
  /** A row as its watchers get it, made once. */
  json(row: number, show: (row: RowView<T>) => unknown): string
}

/** The rows that were made durable together, by table. */
export interface Batch {
  readonly points: TakePoints
  /** `undefined` for a table without rows. */
  of<T extends TailTable>(table: T): BatchRows<T> | undefined
}

export function openBatch(rows: TailRows): Batch {
  const resourceOf = createResourceLookup(rows)
  const tables = new Map<TailTable, BatchRows<TailTable> | undefined>()
  return {
    points: createPointReader(rows, resourceOf),
    of<T extends TailTable>(table: T) {
      if (!tables.has(table)) {
        const columns = rows.batch.find<TailTable>(table)
        tables.set(table, columns && batchRows(columns, resourceOf))
      }
      return tables.get(table) as BatchRows<T> | undefined
    },
  }
}

function batchRows<T extends TailTable>(
  columns: TableColumns<T>,
  resourceOf: ReturnType<typeof createResourceLookup>,
): BatchRows<T> {
  const row = rememberingView(columns)
  const resources: { found: TextAttributes | undefined }[] = []
  const projects = new Map<string, ProjectRows<T>>()
  const shown: string[] = []
  const batch: BatchRows<T> = {
    columns,
    row,
    resource() {
      const known = resources[row.at]
      if (known) return known.found
      const found = resourceOf(row.project_id, row.resource_id)
      resources[row.at] = { found }
      return found
    },
    ofProject(projectId) {
      let project = projects.get(projectId)
      if (!project) {
        project = createProjectRows(batch, projectId)
        projects.set(projectId, project)
      }
      return project
    },
    json(at, show) {
      const known = shown[at]
      if (known !== undefined) return known
      row.at = at
      const json = JSON.stringify(show(row))
      shown[at] = json
      return json
    },
  }
  return batch
}
