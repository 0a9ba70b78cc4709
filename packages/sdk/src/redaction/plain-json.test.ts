import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFingerprint, messageShape, valueShape } from './content-shape.ts'
import { plainJson } from './plain-json.ts'
import { plainValue } from './plain-value.ts'
import { shapeJson, valueShapeJson } from './shape-json.ts'

const isSecret = (key: string) => key === 'password'
const hide = (text: string) => text.replaceAll('secret', '[redacted]')
const rules = { quote: (text: string) => JSON.stringify(hide(text)), isSecret, redacted: '"[redacted]"' }
const leafRules = { redacted: '[redacted]', isSecret, text: hide, other: (value: unknown) => value }
const asItIs = { redacted: '', isSecret: () => false, text: (text: string) => text, other: (value: unknown) => value }

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('secret', 'a "secret" \n', '\ud800'),
)
const key = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('password', '__proto__', 'toJSON', 'type', 'id'))
const anything = fc.anything({
  key,
  values: [text, fc.double(), fc.boolean(), fc.constantFrom(undefined, null, -0, 1e21)],
  maxDepth: 4,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withSparseArray: true,
  withTypedArray: true,
})

const part = fc.oneof(
  text,
  fc.record({ type: text, content: anything }, { requiredKeys: [] }),
  fc.record({ type: text, id: text, name: text, arguments: anything, size: fc.double() }, { requiredKeys: ['type'] }),
  fc.dictionary(key, anything, { maxKeys: 4 }),
)
const list = fc.oneof(text, fc.array(part, { maxLength: 3 }), anything)
const message = fc.oneof(
  fc.record(
    { role: text, parts: list, content: list, tool_calls: list, finish_reason: text },
    { requiredKeys: ['role'] },
  ),
  part,
  anything,
)
const settings = { seed: 11, numRuns: 2000 }

describe('JSON in one pass', () => {
  it('is what JSON makes of the plain value without its secrets, or nothing', () => {
    let written = 0
    fc.assert(
      fc.property(anything, (value) => {
        const json = plainJson(value, rules)
        if (json === undefined) return
        written++
        expect(json.json).toBe(JSON.stringify(plainValue(value, 'k', leafRules)))
      }),
      settings,
    )
    expect(written).toBeGreaterThan(settings.numRuns / 10)
  })

  it('leaves to others what is no plain data: cycles, depth, getters that throw, more than can be told', () => {
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    const broken = {
      get x() {
        throw new Error('no')
      },
    }
    let deep: unknown = 1
    for (let level = 0; level < 11; level++) deep = [deep]
    const many = Array.from({ length: 10_001 }, () => 1)
    for (const value of [cycle, broken, deep, many, new Error('e'), new Map(), { toJSON: () => 1 }, 1n, () => 1]) {
      expect(plainJson(value, rules)).toBeUndefined()
    }
  })

  it('counts the texts that are in it, as long as they were', () => {
    expect(plainJson(['secret', { a: 'bc', password: 'xyz' }], rules)).toMatchObject({ texts: 2, characters: 8 })
  })
})

describe('the shape of messages as JSON', () => {
  const fingerprint = createFingerprint(5)
  const shapeRules = { fingerprint, clean: hide, quote: rules.quote }

  it('is what JSON makes of their shapes, or nothing', () => {
    let written = 0
    fc.assert(
      fc.property(fc.array(message, { maxLength: 3 }), (messages) => {
        const json = shapeJson(messages, shapeRules)
        if (json === undefined) return
        written++
        const plain = plainValue(messages, 'k', asItIs) as unknown[]
        expect(json).toBe(JSON.stringify(plain.map((one) => messageShape(one, shapeRules))))
      }),
      settings,
    )
    expect(written).toBeGreaterThan(settings.numRuns / 10)
  })

  it('is what JSON makes of the shape of a value, or nothing', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const json = valueShapeJson(value, { fingerprint })
        if (json !== undefined)
          expect(json).toBe(JSON.stringify(valueShape(plainValue(value, 'k', asItIs), fingerprint)))
      }),
      settings,
    )
  })
})
