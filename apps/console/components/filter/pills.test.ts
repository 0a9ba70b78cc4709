import { describe, expect, it } from 'vitest'
import { queryPills } from './pills.ts'

const read = (query: string) =>
  queryPills(query, () => undefined).map(({ field, operator, value }) => [field, operator, value].join(' '))

describe('the pills of a search', () => {
  it.each([
    ['service:checkout', 'service = checkout'],
    ['-service:checkout', 'service ≠ checkout'],
    ['duration:>1.5s', 'duration > 1.5s'],
    ['severity:>=warn', 'severity >= warn'],
    ['-duration:<=10ms', 'not duration <= 10ms'],
    ['duration:[100ms TO 2s]', 'duration = [100ms TO 2s]'],
    ['-timeout', 'not  timeout'],
    ['(model:a OR tool:b)', '  (model:a OR tool:b)'],
    ['parent:(agent:x)', '  parent:(agent:x)'],
  ])('read %s as one would say it', (query, pill) => {
    expect(read(query)).toEqual([pill])
  })

  it('leave words to find to the field, and lose one when it is removed', () => {
    let left = ''
    const pills = queryPills('refused "a:b (c" service:checkout duration:>1s', (query) => {
      left = query
    })
    expect(pills).toHaveLength(2)
    pills[0]?.onRemove()
    expect(left).toBe('refused "a:b (c" duration:>1s')
  })
})
