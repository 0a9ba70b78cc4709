import { describe, expect, it } from 'vitest'
import { assertScoped, scoped } from './scope.ts'

describe('a query', () => {
  it.each([
    ['a table by its name alone', 'SELECT 1 FROM spans WHERE name = {name:String} LIMIT 1'],
    ['a table of another database', `SELECT 1 FROM other.spans WHERE project_id = {projectId:String} LIMIT 1`],
    [
      'a table in a subquery',
      `SELECT 1 FROM ${scoped('spans')} AND trace_id IN (SELECT trace_id FROM trace_index) LIMIT 1`,
    ],
    ['a table in a join', `SELECT 1 FROM ${scoped('spans')} JOIN resources USING (resource_id) LIMIT 1`],
    ['a table after IN', `SELECT 1 FROM ${scoped('spans')} AND trace_id IN trace_index LIMIT 1`],
    ['a system table', 'SELECT 1 FROM system.parts LIMIT 1'],
    ['the project as an alternative', `SELECT 1 FROM spans WHERE 1 OR project_id = {projectId:String} LIMIT 1`],
    ['the project of one of two tables', `SELECT 1 FROM ${scoped('spans')} UNION ALL SELECT 1 FROM logs LIMIT 1`],
    ['the project or else anything', `SELECT 1 FROM ${scoped('spans')} OR 1 LIMIT 1`],
    ['another condition with an alternative', `SELECT 1 FROM ${scoped('spans')} AND (a OR b) AND c OR d LIMIT 1`],
    ['a table behind a comment', 'SELECT 1 FROM /* */ spans LIMIT 1'],
    ['a table function', `SELECT 1 FROM remote('elsewhere', hanzo.spans) LIMIT 1`],
  ])('that names %s is refused', (_, sql) => {
    expect(() => assertScoped(sql)).toThrow(/without its project/)
  })

  it.each([
    [
      'tables by scoped()',
      `SELECT 1 FROM ${scoped('spans')} AND trace_id IN (SELECT trace_id FROM ${scoped('trace_index')})`,
    ],
    [
      'its own subqueries',
      `WITH series AS (SELECT 1 FROM ${scoped('metric_series')}) SELECT 1 FROM series INNER JOIN series USING (a)`,
    ],
    ['alternatives in parentheses', `SELECT 1 FROM ${scoped('spans')} AND (a OR b) GROUP BY c HAVING d OR e`],
    ['arrays', `SELECT 1 FROM ${scoped('spans')} ARRAY JOIN mapKeys(attributes_string) AS key`],
  ])('that names %s is run', (_, sql) => {
    expect(() => assertScoped(sql)).not.toThrow()
  })
})
