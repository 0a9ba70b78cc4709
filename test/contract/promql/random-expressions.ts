import fc from 'fast-check'

/**
 * Expressions of few kinds that are put together at random: what is added to what, over which labels, by which function.
 * None tells times: beside numbers of ten digits, what two additions in another order differ by is larger than what is compared.
 * None tells deviations, which versions 2 and 3 of Prometheus tell differently of infinities: dividing makes those.
 * Rates are of counters: how far they are extended towards zero where a number falls as gauges do is another thing of version 3.
 */

const counter = fc.constantFrom(
  'http_requests_total',
  'http_requests_total{code="200"}',
  'http_requests_total{http_method=~"GET|DELETE",instance="0"}',
  'http_requests_total{code!="500"} offset 7m',
  'http_request_duration_seconds_count',
  'http_request_duration_seconds_bucket{le=~"0.1|1|5"}',
)
const gauge = fc.constantFrom(
  'cpu_temp_celsius',
  'cpu_temp_celsius{host!="c"}',
  'queue_length',
  'queue_length{host=~"a|b"} offset 90s',
  'instance_memory_usage_bytes',
  'instance_memory_limit_bytes',
)
const selector = fc.oneof(counter, gauge)
const range = fc.constantFrom('1m', '3m', '5m', '13m')
const shift = fc.constantFrom('', '', '', ' offset 4m', ' offset -2m', ' @ end()', ' @ start()')
const ofCounter = fc.constantFrom('rate', 'increase', 'irate')
const ofRange = fc.constantFrom(
  'delta',
  'idelta',
  'changes',
  'resets',
  'deriv',
  'avg_over_time',
  'min_over_time',
  'max_over_time',
  'sum_over_time',
  'count_over_time',
  'last_over_time',
  'present_over_time',
)
function rangeOf(functions: fc.Arbitrary<string>, selectors: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(functions, selectors, range, shift).map(([name, of, over, by]) => {
    const plain = of.replace(/ offset \w+$/, '')
    return `${name}(${plain}[${over}]${by})`
  })
}
const ofVector = fc.constantFrom('abs', 'ceil', 'floor', 'sgn', 'sqrt', 'ln')
const aggregation = fc.constantFrom('sum', 'avg', 'min', 'max', 'count', 'group')
const grouping = fc.constantFrom(
  '',
  ' by (job)',
  ' by (instance, code)',
  ' without (instance)',
  ' without (code, host)',
)
const scalar = fc.oneof(
  fc.integer({ min: -5, max: 20 }).map(String),
  fc.constantFrom('0.5', '1e3', 'scalar(sum(queue_length))', 'pi()'),
)
const arithmetic = fc.constantFrom('+', '-', '*', '/', '%')
const comparison = fc.constantFrom('==', '!=', '>', '<', '>=', '<=', '== bool', '!= bool', '> bool', '<= bool')
const matching = fc.constantFrom(
  '',
  'on(instance)',
  'on(job, instance) group_left',
  'ignoring(code)',
  'ignoring(code, http_method) group_right',
  'on(host)',
  'on(job)',
)
const set = fc.constantFrom('and', 'or', 'unless')
const setMatching = fc.constantFrom('', 'on(instance)', 'ignoring(code)', 'on(job)')

const { vector } = fc.letrec<{ vector: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(selector, rangeOf(ofCounter, counter), rangeOf(ofRange, selector)),
  vector: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('leaf'),
    fc.tuple(ofVector, tie('vector')).map(([name, of]) => `${name}(${of})`),
    fc.tuple(aggregation, grouping, tie('vector')).map(([name, by, of]) => `${name}${by} (${of})`),
    // Of equal values it is not told which are the first.
    fc
      .tuple(
        fc.integer({ min: 1, max: 5 }),
        grouping,
        fc.constantFrom('cpu_temp_celsius', 'instance_memory_usage_bytes'),
      )
      .map(([k, by, of]) => `topk${by} (${k}, ${of})`),
    fc.tuple(tie('vector'), arithmetic, scalar).map(([of, operator, by]) => `(${of} ${operator} ${by})`),
    fc.tuple(scalar, comparison, tie('vector')).map(([of, operator, by]) => `(${of} ${operator} ${by})`),
    fc
      .tuple(tie('vector'), fc.oneof(arithmetic, comparison), matching, tie('vector'))
      .map(([left, operator, how, right]) => `(${left} ${operator} ${how} ${right})`),
    fc
      .tuple(tie('vector'), set, setMatching, tie('vector'))
      .map(([left, by, how, right]) => `(${left} ${by} ${how} ${right})`),
    fc.tuple(ofRange, tie('vector')).map(([name, of]) => `${name}((${of})[8m10s:1m])`),
    tie('vector').map((of) => `-(${of})`),
  ),
}))

/** Vectors of all kinds. */
export const randomExpressions: fc.Arbitrary<string> = vector
