import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { repairDeduplicationLogs } from './repair-deduplication-logs.ts'

let dataDir: string
let table: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'repair-'))
  table = join(dataDir, 'store', 'abc', 'abcdef01-0000-0000-0000-000000000000')
  await mkdir(join(table, 'deduplication_logs'), { recursive: true })
})
afterEach(() => rm(dataDir, { recursive: true }))

const log = (number: number) => join(table, 'deduplication_logs', `deduplication_log_${number}.txt`)
const makePart = (name: string) => mkdir(join(table, name))

it('takes back the token of an insert whose part was never put in place', async () => {
  await makePart('20261110_1_1_0')
  await makePart('tmp_insert_20261110_2_2_0')
  await writeFile(log(1), '1\t20261110_1_1_0\t20261110_a\n1\t20261110_2_2_0\t20261110_b\n')
  expect(await repairDeduplicationLogs(dataDir)).toBe(1)
  expect(await readFile(log(1), 'utf8')).toMatch(/\n2\t20261110_2_2_0\t20261110_b\n$/)
  expect(await repairDeduplicationLogs(dataDir)).toBe(0)
})

it('keeps the tokens of parts that were merged or mutated since', async () => {
  await makePart('20261110_1_4_1')
  await makePart('20261110_5_5_0_9')
  await writeFile(log(1), '1\t20261110_2_2_0\tx\n1\t20261110_4_4_0\ty\n1\t20261110_5_5_0\tz\n')
  expect(await repairDeduplicationLogs(dataDir)).toBe(0)
})

it('tells partitions with equal block numbers apart', async () => {
  await makePart('20261111_1_9_1')
  await writeFile(log(1), '1\t20261110_2_2_0\tx\n')
  expect(await repairDeduplicationLogs(dataDir)).toBe(1)
})

it('reads logs in the order of their numbers and writes to the last', async () => {
  await writeFile(log(9), '1\tall_1_1_0\tx\n')
  await writeFile(log(10), '2\tall_1_1_0\tx\n1\tall_2_2_0\ty\n')
  expect(await repairDeduplicationLogs(dataDir)).toBe(1)
  expect(await readFile(log(9), 'utf8')).toBe('1\tall_1_1_0\tx\n')
  expect(await readFile(log(10), 'utf8')).toMatch(/\n2\tall_2_2_0\ty\n$/)
})

it('cuts a line that the kill cut short', async () => {
  await makePart('all_1_1_0')
  await writeFile(log(1), '1\tall_1_1_0\tx\n1\tall_2_')
  expect(await repairDeduplicationLogs(dataDir)).toBe(0)
  expect(await readFile(log(1), 'utf8')).toBe('1\tall_1_1_0\tx\n')
})

it('has nothing to do in a new directory', async () => {
  expect(await repairDeduplicationLogs(join(dataDir, 'absent'))).toBe(0)
})
