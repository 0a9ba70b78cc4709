import { describe, expect, it } from 'vitest'
import { valueFormat } from './metric-value.ts'

const write = (unit: string, value: number | null, aggregation: Parameters<typeof valueFormat>[1] = null) =>
  valueFormat(unit, aggregation).value(value)

describe('valueFormat', () => {
  it('takes the scale of a duration that reads best', () => {
    expect(write('ms', 1)).toBe('1 ms')
    expect(write('ms', 1234)).toBe('1.23 s')
    expect(write('s', 0.00042)).toBe('420 µs')
    expect(write('s', 7200)).toBe('2 h')
    expect(write('ns', 15)).toBe('15 ns')
    expect(write('ms', 0)).toBe('0 ms')
  })

  it('counts bytes in powers of 1024', () => {
    expect(write('By', 1536)).toBe('1.5 KiB')
    expect(write('MiBy', 2048)).toBe('2 GiB')
    expect(write('By', 2048, 'rate')).toBe('2 KiB/s')
  })

  it('writes percent and plain numbers', () => {
    expect(write('%', 42.5)).toBe('42.5 %')
    expect(write('1', 0.731)).toBe('0.731')
    expect(write('', 1_234_567)).toBe('1.23M')
    expect(write('', -1500)).toBe('-1.5k')
    expect(write('', 0.0412)).toBe('0.0412')
  })

  it('puts what is counted into the caption, per second for a rate', () => {
    expect(valueFormat('{token}', 'sum').caption).toBe('token')
    expect(valueFormat('{request}', 'rate').caption).toBe('request/s')
    expect(valueFormat('{packet}/s', 'avg').caption).toBe('packet/s')
    expect(valueFormat('1', 'avg').caption).toBe('')
    expect(valueFormat('ms', 'count').value(1200)).toBe('1.2k')
  })

  it('shows a gap as a dash, never as zero', () => {
    expect(write('ms', null)).toBe('–')
  })

  it('gives all marks of an axis one scale', () => {
    const axis = valueFormat('ms', 'p95').axis(2000, 500)
    expect([0, 500, 1000, 2000].map(axis)).toEqual(['0', '0.5 s', '1 s', '2 s'])
    expect([100, 1000].map(valueFormat('{token}', 'p95').axis(1000, 100))).toEqual(['100', '1,000'])
    expect([10_000, 20_000].map(valueFormat('', 'avg').axis(20_000, 10_000))).toEqual(['10k', '20k'])
    const small = valueFormat('By', 'avg').axis(3 * 2 ** 20, 2 ** 20)
    expect([2 ** 20, 3 * 2 ** 20].map(small)).toEqual(['1 MiB', '3 MiB'])
    expect([2 ** 28, 2 ** 30].map(valueFormat('By', 'avg').axis(2 ** 30, 2 ** 28))).toEqual(['0.25 GiB', '1 GiB'])
    expect([0.1, 0.15].map(valueFormat('1', null).axis(0.2, 0.05))).toEqual(['0.1', '0.15'])
  })
})
