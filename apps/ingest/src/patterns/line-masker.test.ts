import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteSource } from '../columns/copy-bytes.ts'
import { LineMasker } from './line-masker.ts'

const masker = new LineMasker()
const nothing = new ByteSource(Buffer.alloc(0))

function mask(body: string, event = '') {
  const [eventBytes, bodyBytes] = [new ByteSource(Buffer.from(event)), new ByteSource(Buffer.from(body))]
  const line = masker.mask(
    event ? eventBytes : nothing,
    0,
    eventBytes.bytes.length,
    bodyBytes,
    0,
    bodyBytes.bytes.length,
  )
  return { template: line.text(), hash: `${line.low} ${line.high}`, count: line.count }
}
const template = (body: string, event?: string) => mask(body, event).template

describe('a template', () => {
  it.each([
    ['order 12 of customer 4711 took 33ms', 'order <num> of customer <num> took <num>'],
    ['delta -5, ratio 0.25 (-3%)', 'delta <num>, ratio <num> (<num>%)'],
    ['values [1, 2, 3]', 'values [<num>]'],
    ['id=550e8400-e29b-41d4-a716-446655440000 ok', 'id=<uuid> ok'],
    ['from 10.0.0.1:8080 to fe80::1:2', 'from <ip> to <ip>'],
    ['peer 10.0.0.1 left', 'peer <ip> left'],
    ['at 0x1f and deadbeef01', 'at <hex> and <hex>'],
    ['2026-11-23T14:07:29.123Z started', '<time> started'],
    ['2026-11-23 14:07:29,123 started', '<time> started'],
    ['Nov 23 14:07:29 node-7 kubelet[123]: up', '<time> node-<num> kubelet[<num>]: up'],
    ['mail to ada@example.com sent', 'mail to <email> sent'],
    [`cannot open 'a b.txt' because it's gone`, `cannot open <str> because it's gone`],
    ['pod "nginx-7d9f8b6c4-x2x9z" is gone', 'pod <str> is gone'],
    ['pod nginx-7d9f8b6c4-x2x9z is gone', 'pod nginx-<id> is gone'],
    ['tool search with {"query":"a b","limit":5}', 'tool search with {"query":<str>,"limit":<num>}'],
    ['level=info msg="request done" took=12ms', 'level=info msg="request done" took=<num>'],
    ['com.example.Http2Client failed', 'com.example.<id> failed'],
    ['Größe überschritten: 12', 'Größe überschritten: <num>'],
    ['  two   spaces  ', 'two spaces'],
    ['NullPointerException: x\n\tat com.foo.Bar(Bar.java:12)', 'NullPointerException: x <…>'],
    ['one line\n', 'one line'],
  ])('of %j is %j', (body, expected) => expect(template(body)).toBe(expected))

  it('of a web server keeps the method and what of the path is the same', () => {
    const line =
      '10.2.3.4 - - [23/Nov/2026:14:07:29 +0000] "GET /api/users/123?id=5 HTTP/1.1" 200 12 "-" "Mozilla/5.0 (X11)"'
    expect(template(line)).toBe('<ip> - - [<time>] "GET /api/users/<num>?id=<num> HTTP/<num>" <num> <num> <str> <str>')
  })

  it('of structured bodies is that of their message, or of their keys', () => {
    expect(template('{"level":"info","msg":"user 5 \\"x\\" in","ts":1.2}')).toBe('user <num> x in')
    expect(template('{"error":"worse","message":"better 1"}')).toBe('better <num>')
    expect(template('{"a":1,"user":{"msg":"inner"},"b":[1,"x"]}')).toBe('{a user b}')
    expect(template('{"message":"first\\nsecond"}')).toBe('first <…>')
    expect(template('{not json')).toBe('{not json')
  })

  it('begins with the name of the event', () => {
    expect(template('user 5', 'app.login')).toBe('app.login: user <num>')
    expect(template('', 'app.login')).toBe('app.login')
    expect(mask('', '').count).toBe(0)
    expect(mask(' \n\t ').count).toBe(0)
  })

  it('ends where a line is too long to be looked at', () => {
    expect(template('word '.repeat(500))).toMatch(/^word word .* <…>$/)
    expect(template('word '.repeat(500)).length).toBeLessThan(600)
    expect(template('x'.repeat(5_000))).toBe('<…>')
  })
})

const word = fc.constantFrom(
  'order',
  'was',
  'paid',
  'user',
  'failed:',
  'com.foo.Bar',
  'größer',
  '-',
  '...',
  'key=',
  '(',
  ')',
  '/',
  '"',
)
const variable = fc.oneof(
  fc.nat().map((number) => ['<num>', String(number)] as const),
  fc
    .uuid()
    .filter((text) => /^\d/.test(text))
    .map((text) => ['<uuid>', text] as const),
  fc.ipV4().map((text) => ['<ip>', text] as const),
  fc
    .date({ noInvalidDate: true, min: new Date('1990-01-01'), max: new Date('2100-01-01') })
    .map((date) => ['<time>', date.toISOString()] as const),
  fc.nat(0xffff).map((number) => ['<hex>', `0x${number.toString(16)}`] as const),
)

describe('any line', () => {
  it('has the same template for any values of its variables', () => {
    const line = fc.array(
      fc.oneof(
        word.map((text) => [text, text] as const),
        variable,
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(line, (pieces) => {
        const [names, values] = [0, 1].map((index) => pieces.map((piece) => piece[index]).join(' ')) as [string, string]
        expect(mask(values)).toEqual(mask(names))
      }),
      { numRuns: 2_000, seed: 40 },
    )
  })

  it('gives a template that gives itself, and the same hash', () => {
    const text = fc.array(
      fc.oneof(
        word,
        variable.map(([, value]) => value),
        fc.string({ maxLength: 6 }),
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(text, (pieces) => {
        const first = mask(pieces.join(' ').replaceAll(/[\n\r{\\'"<]/g, ''))
        expect(mask(first.template)).toEqual(first)
      }),
      { numRuns: 2_000, seed: 41 },
    )
  })

  it('of any bytes is read to its end without fail', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), fc.boolean(), (bytes, isObject) => {
        const body = new ByteSource(Buffer.from(isObject ? [0x7b, 0x22, ...bytes] : bytes))
        const line = masker.mask(nothing, 0, 0, body, 0, body.bytes.length)
        expect(line.text().length).toBeLessThan(4_000)
      }),
      { numRuns: 1_000, seed: 42 },
    )
  })

  it('differs from one with another word, another order or another space', () => {
    const hashes = ['a b c', 'a c b', 'a b d', 'a bc', 'ab c', 'a b  c d', 'a <num> c', 'a.b c', 'a=b c', 'a = b c']
    expect(new Set(hashes.map((body) => mask(body).hash)).size).toBe(hashes.length)
  })
})
