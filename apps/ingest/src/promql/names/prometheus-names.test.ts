import { describe, expect, it } from 'vitest'
import { namedParts, prometheusLabel, prometheusName } from './prometheus-names.ts'
import { attributeLabels, targetLabels } from './series-labels.ts'

const named = (name: string, unit = '', type: 'gauge' | 'sum' | 'histogram' = 'gauge', isMonotonic = false) =>
  prometheusName({ name, unit, type, isMonotonic })

describe('prometheusName', () => {
  it.each([
    [named('http.server.request.duration', 's', 'histogram'), 'http_server_request_duration_seconds'],
    [named('http.requests', '{request}', 'sum', true), 'http_requests_total'],
    [named('requests.total', '', 'sum', true), 'requests_total'],
    [named('total.size', 'By', 'sum', true), 'size_bytes_total'],
    [named('disk.io', 'By/s'), 'disk_io_bytes_per_second'],
    [named('memory.bytes', 'By'), 'memory_bytes'],
    [named('cpu.load', '1'), 'cpu_load_ratio'],
    [named('queue.length', '1', 'sum'), 'queue_length'],
    [named('cpu.temp', 'Cel'), 'cpu_temp_celsius'],
    [named('5xx..errors--seen'), '_5xx_errors_seen'],
    [named('a:b'), 'a:b'],
    [named('lag', 'fortnight'), 'lag_fortnight'],
  ])('%s is %s', (name, expected) => {
    expect(name).toBe(expected)
  })

  it('has a name of its own for each part of a histogram, translated and original', () => {
    const parts = namedParts({ name: 'a.b', unit: 'ms', type: 'histogram', isMonotonic: true })
    expect(parts.map(({ translated }) => translated)).toEqual([
      'a_b_milliseconds_bucket',
      'a_b_milliseconds_count',
      'a_b_milliseconds_sum',
    ])
    expect(parts.map(({ original }) => original)).toEqual(['a.b_bucket', 'a.b_count', 'a.b_sum'])
  })
})

describe('labels', () => {
  it('are words, of any key', () => {
    expect(['http.route', 'größe', '0th', 'a-b'].map(prometheusLabel)).toEqual([
      'http_route',
      'gr__e',
      'key_0th',
      'a_b',
    ])
  })

  it('join the values of keys that become one, in the keys’ order', () => {
    const pairs = [
      ['a_b', '2'],
      ['a.b', '1'],
    ] as const
    expect(attributeLabels(pairs, 'translated')).toEqual(new Map([['a_b', '1;2']]))
    expect(attributeLabels(pairs, 'original').size).toBe(2)
  })

  it('have the namespace before the name of the service', () => {
    const target = { serviceName: 'shop', serviceNamespace: 'eu', serviceInstance: 'x' }
    expect(targetLabels(target)).toEqual([
      ['job', 'eu/shop'],
      ['instance', 'x'],
    ])
    expect(targetLabels({ ...target, serviceNamespace: '' })[0]).toEqual(['job', 'shop'])
  })
})
