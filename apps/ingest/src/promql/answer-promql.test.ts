import { describe, expect, it } from 'vitest'
import { answerInstant, answerRange } from './answer-promql.ts'
import { matcherTest } from './evaluate/label-pattern.ts'
import { labelsOf, labelValue } from './evaluate/labels.ts'
import type { SampledSeries, SampleSource } from './evaluate/samples.ts'

const second = 1000

function sampled(
  labels: Record<string, string>,
  samples: [seconds: number, value: number][],
  staleAt = -1,
): SampledSeries {
  return {
    labels: labelsOf(Object.entries(labels)),
    times: Float64Array.from(samples, ([time]) => time * second),
    values: Float64Array.from(samples, ([, value]) => value),
    ...(staleAt >= 0 && { stale: Uint8Array.from(samples, (_, index) => (index === staleAt ? 1 : 0)) }),
  }
}

function sourceOf(...series: SampledSeries[]): SampleSource {
  return {
    async select({ matchers }) {
      return series.filter(({ labels }) => matchers.every((one) => matcherTest(one)(labelValue(labels, one.name))))
    },
  }
}

async function valuesAt(query: string, seconds: number, source: SampleSource): Promise<number[]> {
  const { result } = await answerInstant(query, seconds * second, { source, timeoutMilliseconds: 10_000 })
  if (result.type === 'scalar') return [result.point[1]]
  return result.type === 'string' ? [] : result.series.flatMap(({ points }) => points.map(([, value]) => value))
}

const every15 = sampled(
  { __name__: 'c' },
  Array.from({ length: 21 }, (_, index) => [index * 15, index * 30]),
)

describe('windows', () => {
  it('are open at their beginning, as those of Prometheus 3', async () => {
    expect(await valuesAt('count_over_time(c[1m])', 120, sourceOf(every15))).toEqual([4])
    expect(await valuesAt('c[1m]', 120, sourceOf(every15))).toEqual([150, 180, 210, 240])
    expect(await valuesAt('count_over_time(c[1m:15s])', 120, sourceOf(every15))).toEqual([4])
  })

  it('look back five minutes, not to the end of them', async () => {
    const one = sourceOf(sampled({ __name__: 'g' }, [[0, 7]]))
    expect(await valuesAt('g', 299.999, one)).toEqual([7])
    expect(await valuesAt('g', 300, one)).toEqual([])
  })

  it('end where a series is said to have ended, and leave the mark out of what is counted', async () => {
    const ended = sourceOf(
      sampled(
        { __name__: 'g' },
        [
          [0, 7],
          [15, 8],
          [30, Number.NaN],
        ],
        2,
      ),
    )
    expect(await valuesAt('g', 29, ended)).toEqual([8])
    expect(await valuesAt('g', 31, ended)).toEqual([])
    expect(await valuesAt('count_over_time(g[1m])', 31, ended)).toEqual([2])
  })
})

describe('a counter', () => {
  it('is extrapolated to the ends of its window', async () => {
    expect(await valuesAt('increase(c[1m])', 127, sourceOf(every15))).toEqual([expect.closeTo(120, 9)])
  })

  it('that begins near zero is not extrapolated beyond it', async () => {
    const begins = sourceOf(
      sampled({ __name__: 'c' }, [
        [100, 5],
        [115, 35],
        [130, 65],
      ]),
    )
    // Back by 2.5 s, after which it would have been zero, and on by half an interval.
    expect(await valuesAt('increase(c[5m])', 290, begins)).toEqual([expect.closeTo(60 * ((30 + 2.5 + 7.5) / 30), 9)])
  })

  it('may be reset', async () => {
    const reset = sourceOf(
      sampled({ __name__: 'c' }, [
        [0, 100],
        [15, 130],
        [30, 10],
        [45, 40],
      ]),
    )
    expect(await valuesAt('resets(c[1m])', 45, reset)).toEqual([1])
    expect(await valuesAt('irate(c[1m])', 30, reset)).toEqual([10 / 15])
  })
})

describe('series that are given the same labels', () => {
  it('are refused where they have a value at once, and one series where they have not', async () => {
    const twice = sourceOf(sampled({ __name__: 'a' }, [[0, 1]]), sampled({ __name__: 'b' }, [[0, 2]]))
    await expect(valuesAt('-{__name__=~"a|b"}', 1, twice)).rejects.toMatchObject({ errorType: 'execution' })
    const after = sourceOf(sampled({ __name__: 'a' }, [[0, 1]]), sampled({ __name__: 'b' }, [[600, 2]]))
    const range = { start: 0, end: 600 * second, interval: 600 * second }
    const { result } = await answerRange('-{__name__=~"a|b"}', range, { source: after, timeoutMilliseconds: 10_000 })
    expect(result).toMatchObject({
      series: [
        {
          points: [
            [0, -1],
            [600_000, -2],
          ],
        },
      ],
    })
  })
})

describe('a question', () => {
  const none = sourceOf()

  it.each([
    ['1h', 3600],
    ['1_000', 1000],
    ['0x10', 16],
    ['017', 15],
    ['-2 ^ 2', -4],
    ['2 ^ 3 ^ 2', 512],
    ['1 ^ NaN', 1],
  ])('%s is %d', async (query, expected) => {
    expect(await valuesAt(query, 0, none)).toEqual([expected])
  })

  it.each([
    ['sum(\n  x', '2:4: parse error: unexpected end of input, a ) is missing'],
    ['rate(x)', '1:6: parse error: expected type range vector in call to function "rate", got instant vector'],
    ['x[1h + 5m]', '1:3: parse error: calculated durations are not supported: write "1h + 5m" as one, as 5m or 1h30m'],
    ['foo(x)', '1:4: parse error: unknown function with name "foo"'],
    ['x{a=~"("}', 'invalid regular expression "("'],
    ['info(x)', '1:1: parse error: the function info is not supported'],
  ])('%j is told what is wrong with it', async (query, message) => {
    await expect(valuesAt(query, 0, none)).rejects.toThrow(message)
  })

  it('that nests without end, or is too long, is refused', async () => {
    await expect(valuesAt(`${'('.repeat(5000)}1${')'.repeat(5000)}`, 0, none)).rejects.toMatchObject({
      errorType: 'bad_data',
    })
    await expect(valuesAt(`${'1+'.repeat(10_000)}1`, 0, none)).rejects.toMatchObject({ errorType: 'bad_data' })
    await expect(valuesAt('1+'.repeat(20_000), 0, none)).rejects.toMatchObject({ errorType: 'bad_data' })
  })

  it.each([
    [')'.repeat(32_000), '1:1: parse error: unexpected ")"'],
    ['x $ '.repeat(8_000), '1:3: parse error: unexpected "$"'],
    ['sum('.repeat(8_000), '1:804: parse error: expressions are nested at most 200 deep'],
    [`${'a'.repeat(32_000)} [5m](`, 'parse error: unexpected "("'],
  ])('that is long and wrong is told its first mistake, %#', async (query, message) => {
    await expect(valuesAt(query, 0, none)).rejects.toThrow(message)
  })

  it('may have any brackets in strings and comments', async () => {
    const brackets = '(['.repeat(150)
    const named = sourceOf(sampled({ __name__: 'x', a: brackets, b: `"'` }, [[0, 1]]))
    expect(await valuesAt(`x{a="${brackets}", b="\\"'"} # ${brackets}`, 1, named)).toEqual([1])
    expect(await valuesAt(`x{a='${brackets}', b=~\`"'${'(a)?'.repeat(2)}\`}`, 1, named)).toEqual([1])
  })

  it('with an expression that would backtrack takes no time', async () => {
    const long = sourceOf(sampled({ __name__: 'x', a: `${'a'.repeat(40)}!` }, [[0, 1]]))
    expect(await valuesAt('x{a=~"(a+)+"}', 1, long)).toEqual([])
    expect(await valuesAt('label_replace(x, "b", "$1", "a", "(a+)+b")', 1, long)).toEqual([1])
  })

  it.each([`\\\\pL{1000}`.repeat(200), `(?:${'\\\\pL'.repeat(300)}){900}`, 'x{1000}'.repeat(100)])(
    'with an expression that would fill the memory is refused, %#',
    async (expression) => {
      await expect(valuesAt(`x{a=~"${expression}"}`, 1, none)).rejects.toThrow('counted repetitions')
    },
  )

  it('may have expressions that repeat as people write them', async () => {
    const id = sourceOf(sampled({ __name__: 'x', a: '0123abcd-10.0.0.1' }, [[0, 1]]))
    expect(await valuesAt('x{a=~"[0-9a-f]{8}-(\\\\d{1,3}[.]?){4}"}', 1, id)).toEqual([1])
    expect(await valuesAt('x{a=~"[0-9a-f]{8}"}', 1, id)).toEqual([])
  })

  it('may have one point more than 11,000, as its range has two ends', async () => {
    const range = { start: 0, interval: 1000, end: 11_000_000 }
    const { result } = await answerRange('vector(1)', range, { source: none, timeoutMilliseconds: 10_000 })
    expect(result.type === 'matrix' && result.series[0]?.points.length).toBe(11_001)
    const longer = answerRange(
      'vector(1)',
      { ...range, end: 11_001_000 },
      { source: none, timeoutMilliseconds: 10_000 },
    )
    await expect(longer).rejects.toMatchObject({ errorType: 'bad_data' })
  })

  it('ends when nobody waits for its answer', async () => {
    const gone = new AbortController()
    gone.abort()
    const slow = answerInstant('count_over_time((x - x)[100000s:1s])', 100_000 * second, {
      source: sourceOf(
        sampled({ __name__: 'x' }, [[0, 1]]),
        ...Array.from({ length: 60 }, (_, index) => sampled({ __name__: 'x', i: `${index}` }, [[99_999, 1]])),
      ),
      timeoutMilliseconds: 10_000,
      signal: gone.signal,
    })
    await expect(slow).rejects.toMatchObject({ errorType: 'canceled' })
  })
})
