import { expect, it } from 'vitest'
import { readableSql } from './readable-sql.ts'

it('puts every value in its place, quoted so that it can be pasted', () => {
  const sql =
    'SELECT 1\n\n\nWHERE a = {a:String} AND b IN {b:Array(String)} AND c = {c:UInt64} AND d = {missing:String}'
  expect(readableSql(sql, { a: `it's \\ {b:String}`, b: ['x', "y'"], c: 5n })).toBe(
    `SELECT 1\nWHERE a = 'it\\'s \\\\ {b:String}' AND b IN ['x', 'y\\''] AND c = 5 AND d = {missing:String}`,
  )
})

it('writes numbers as numbers, also those that are strings for their size', () => {
  expect(readableSql('a > {a:Int64} AND b IN {b:Array(UInt64)}', { a: '-9007199254740993', b: ['1', 2n] })).toBe(
    'a > -9007199254740993 AND b IN [1, 2]',
  )
})
