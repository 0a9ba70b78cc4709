import type { Attributes, AttributeValue } from '@opentelemetry/api'
import type { Diagnostics } from '../telemetry/diagnostics.ts'
import type { ResolvedRedaction } from '../telemetry/resolved-config.ts'
import type { RedactionPlace } from '../telemetry/telemetry-config.ts'
import { type CleanTexts, createCleanTexts } from './clean-texts.ts'
import {
  createFingerprint,
  type Fingerprint,
  messageShape,
  type ShapeRules,
  shapeKeys,
  valueShape,
} from './content-shape.ts'
import { cutText } from './cut-text.ts'
import { areWhole, fitJson, fitMessages, type Quote, textLimit, withoutMiddle } from './fit-json.ts'
import { type JsonRules, plainJson } from './plain-json.ts'
import { type LeafRules, plainValue } from './plain-value.ts'
import { createTextRedaction, redacted } from './redact-text.ts'
import type { Redactor } from './redactor.ts'
import { createSecretKeys } from './secret-keys.ts'
import { createSettledTexts } from './settled-texts.ts'
import { type ShapeJsonRules, shapeJson, valueShapeJson } from './shape-json.ts'
import { createUserRedaction } from './user-redaction.ts'

/** Redacts by the rules of `RedactionOptions`; see there. Never throws. A `redact` that throws is reported as `redaction_failed`. */
export function createRedactor(redaction: ResolvedRedaction, diagnostics: Diagnostics): Redactor {
  const rules = new RedactionRules(redaction, diagnostics)
  return {
    captureContent: redaction.captureContent,
    attributes: (attributes, place, known) => rules.attributes(attributes, place, known),
    text: (value, place) => rules.text(value, place),
    plain: (value, place) => rules.plain(value, place),
    messages: (messages, place) => rules.messages(messages, place, place.level ?? redaction.captureContent),
    content: (value, place) => rules.content(value, place, place.level ?? redaction.captureContent),
  }
}

type Level = ResolvedRedaction['captureContent']

/** Items of a list that are looked at one by one. */
const listMax = 16

class RedactionRules {
  readonly #max: number
  readonly #isSecretKey: ReturnType<typeof createSecretKeys>
  readonly #texts: CleanTexts
  readonly #userRedact: ReturnType<typeof createUserRedaction>
  readonly #fingerprint: Fingerprint = createFingerprint()
  readonly #shapeRules: ShapeRules & ShapeJsonRules
  readonly #jsonRules: JsonRules
  readonly #areShapeKeysOpen: boolean
  readonly #settled = createSettledTexts()

  constructor(redaction: ResolvedRedaction, diagnostics: Diagnostics) {
    this.#max = redaction.maxValueLength
    this.#isSecretKey = createSecretKeys(redaction.keys ?? [])
    const withoutSecrets = createTextRedaction(this.#isSecretKey, redaction.patterns ?? [])
    this.#texts = createCleanTexts(withoutSecrets, this.#max)
    this.#userRedact = createUserRedaction(redaction.redact, diagnostics)
    const { clean, quoteClean: quote } = this.#texts
    this.#shapeRules = { fingerprint: this.#fingerprint, clean: (text) => clean(text), quote }
    this.#jsonRules = {
      quote,
      isSecret: (key, value) => this.#isSecret(key, value),
      redacted: JSON.stringify(redacted),
    }
    this.#areShapeKeysOpen = shapeKeys.every((key) => this.#isSecretKey(key) === 'open')
  }

  attributes(
    attributes: Attributes,
    place: Omit<RedactionPlace, 'key'>,
    known?: ReadonlyMap<string, string>,
  ): Attributes {
    let changed: Attributes | undefined
    for (const key in attributes) {
      const value: unknown = attributes[key]
      // 3.x takes bytes, which hold nothing that could be found.
      if (value === undefined || value instanceof Uint8Array) continue
      if ((known !== undefined && value === known.get(key)) || this.#isFine(value, key)) continue
      const allowed = this.#allowed(value, key, place)
      if (allowed === value) continue
      changed ??= { ...attributes }
      if (allowed === undefined || allowed === null) delete changed[key]
      // 3.x takes nested values: what was one stays one.
      else if (typeof value === 'object' || isAttributeValue(allowed)) changed[key] = allowed as AttributeValue
      else changed[key] = fitJson(allowed, this.#max)
    }
    return changed ?? attributes
  }

  /** The short answer for most attributes of a span: a number, a name, a short list of them. */
  #isFine(value: unknown, key: string): boolean {
    if (this.#userRedact || this.#isSecretKey(key) !== 'open') return false
    if (typeof value === 'string') return this.#texts.isClean(value)
    if (typeof value === 'number') return Number.isFinite(value)
    return (
      typeof value === 'boolean' || (Array.isArray(value) && value.length <= listMax && value.every(this.#isFineItem))
    )
  }

  #isFineItem = (item: unknown): boolean => typeof item === 'string' && this.#texts.isClean(item)

  text(value: string, place: RedactionPlace): string {
    const allowed = this.#allowed(value, place.key, place)
    return typeof allowed === 'string' ? allowed : allowed === undefined ? '' : fitJson(allowed, this.#max)
  }

  plain(value: unknown, place: RedactionPlace): unknown {
    return this.#allowed(value, place.key, place)
  }

  messages(messages: readonly unknown[], place: RedactionPlace, level: Level): string | undefined {
    if (level === 'none') return undefined
    const list = withoutMiddle(messages)
    const json = level === 'metadata' ? this.#shapeJson(list) : this.#json(list)
    if (json !== undefined) return this.#settle(json, place)
    if (level === 'metadata') return this.#settle(fitMessages(this.#shapes(list, place.key), this.#max), place)
    const { plain, quote } = this.#cut(list, place.key)
    return this.#settle(fitMessages(Array.isArray(plain) ? plain : [], this.#max, quote), place)
  }

  content(value: unknown, place: RedactionPlace, level: Level): string | undefined {
    if (level === 'none' || value === undefined) return undefined
    const json = level === 'full' ? this.#json(value) : valueShapeJson(value, this.#shapeRules)
    if (json !== undefined) return this.#settle(json, place)
    if (level === 'full') {
      const { plain, quote } = this.#cut(value, place.key)
      return this.#settle(fitJson(plain, this.#max, quote), place)
    }
    const shape = valueShape(plainValue(value, place.key, asItIs), this.#fingerprint)
    return this.#settle(fitJson(shape, this.#max), place)
  }

  /** Without secrets, where nothing has to be made plain or cut: most values. */
  #json(value: unknown): string | undefined {
    const plain = plainJson(value, this.#jsonRules)
    if (!plain || plain.json.length > this.#max) return undefined
    return areWhole(plain.texts, plain.characters, this.#max) ? plain.json : undefined
  }

  #shapeJson(messages: readonly unknown[]): string | undefined {
    const json = this.#areShapeKeysOpen ? shapeJson(messages, this.#shapeRules) : undefined
    return json !== undefined && json.length <= this.#max ? json : undefined
  }

  #shapes(messages: readonly unknown[], key: string): readonly unknown[] {
    const plain = plainValue(messages, key, asItIs)
    const shapes = (Array.isArray(plain) ? plain : []).map((message) => messageShape(message, this.#shapeRules))
    if (this.#areShapeKeysOpen) return shapes
    const shown = plainValue(shapes, key, this.#leafRules(this.#max))
    return Array.isArray(shown) ? shown : []
  }

  /** Without secrets, and each text cut so that all of them fit together. */
  #cut(value: unknown, key: string): { plain: unknown; quote: Quote | undefined } {
    const lengths: number[] = []
    const whole = plainValue(value, key, this.#leafRules(this.#max, undefined, lengths))
    const limit = textLimit(lengths, this.#max)
    if (limit < this.#max) return { plain: plainValue(value, key, this.#leafRules(limit)), quote: undefined }
    return { plain: whole, quote: lengths.some(this.#texts.isLong) ? this.#texts.quote : undefined }
  }

  /** The user's function has the last word on text that is made here; what it allows is known again when its span ends. */
  #settle(text: string, place: RedactionPlace): string | undefined {
    if (!this.#userRedact) return text
    const allowed = this.#userRedact(text, place.key, place)
    if (allowed === undefined) return undefined
    const kept = cutText(typeof allowed === 'string' ? allowed : fitJson(allowed, this.#max), this.#max)
    return this.#settled.add(place.key, kept)
  }

  /** One value under its key; undefined when it must not leave at all. */
  #allowed(value: unknown, key: string, place: Omit<RedactionPlace, 'key'>): unknown {
    if (this.#isSecret(key, value)) return redacted
    if (typeof value !== 'string') {
      if (typeof value !== 'object' || value === null) return this.#other(value, key, place)
      return plainValue(value, key, this.#leafRules(this.#max, place))
    }
    return this.#settled.has(key, value) ? value : this.#string(value, key, place)
  }

  #string(value: string, key: string, place: Omit<RedactionPlace, 'key'>): unknown {
    const clean = this.#texts.clean(value)
    if (!this.#userRedact) return clean
    const allowed = this.#userRedact(clean, key, place)
    if (typeof allowed !== 'string') return allowed
    return this.#settled.add(key, cutText(allowed, this.#max))
  }

  #other(value: unknown, key: string, place: Omit<RedactionPlace, 'key'>): unknown {
    const isScalar = typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
    const plain = isScalar ? value : plainValue(value, key, this.#leafRules(this.#max))
    return this.#userRedact ? this.#userRedact(plain, key, place) : plain
  }

  #isSecret(key: string, value: unknown): boolean {
    const secrecy = this.#isSecretKey(key)
    if (secrecy === 'open' || value === undefined || value === null || value === '' || typeof value === 'boolean')
      return false
    return secrecy === 'any' || typeof value !== 'number'
  }

  /** Without a place the user's function is not asked: its turn comes when the value is whole. */
  #leafRules(max: number, place?: Omit<RedactionPlace, 'key'>, lengths?: number[]): LeafRules {
    return {
      redacted,
      isSecret: (key, value) => this.#isSecret(key, value),
      text: (value, path) => {
        lengths?.push(value.length)
        return place ? this.#string(value, path, place) : this.#texts.clean(value, max)
      },
      other: (value, path) => (place && this.#userRedact ? this.#userRedact(value, path, place) : value),
    }
  }
}

/** Makes a value plain and leaves its secrets: for what is measured and not shown. */
const asItIs: LeafRules = { redacted, isSecret: () => false, text: (value) => value, other: (value) => value }

function isAttributeValue(value: unknown): value is AttributeValue {
  if (Array.isArray(value)) return value.every((item) => item === null || item === undefined || isPrimitive(item))
  return isPrimitive(value)
}

function isPrimitive(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
