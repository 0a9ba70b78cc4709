import type { Attributes, AttributeValue } from '@opentelemetry/api'
import type { Diagnostics } from '../telemetry/diagnostics.ts'
import type { ResolvedRedaction } from '../telemetry/resolved-config.ts'
import type { RedactionPlace } from '../telemetry/telemetry-config.ts'
import { createFingerprint, type Fingerprint, messageShape, valueShape } from './content-shape.ts'
import { cutText } from './cut-text.ts'
import { fitJson, fitMessages, textLimit, withoutMiddle } from './fit-json.ts'
import { type LeafRules, plainValue } from './plain-value.ts'
import { createTextRedaction, redacted } from './redact-text.ts'
import type { Redactor } from './redactor.ts'
import { createSecretKeys } from './secret-keys.ts'
import { createSettledTexts } from './settled-texts.ts'
import { createUserRedaction } from './user-redaction.ts'

/** Characters beyond a cut that are still searched, so that a secret across it is found. */
const beyondCut = 512

/** Texts up to here are redacted faster than looked up. */
const shortCharactersMax = 512

/** Redacts by the rules of `RedactionOptions`; see there. Never throws. A `redact` that throws is reported as `redaction_failed`. */
export function createRedactor(redaction: ResolvedRedaction, diagnostics: Diagnostics): Redactor {
  const rules = new RedactionRules(redaction, diagnostics)
  return {
    captureContent: redaction.captureContent,
    attributes: (attributes, place) => rules.attributes(attributes, place),
    text: (value, place) => rules.text(value, place),
    plain: (value, place) => rules.plain(value, place),
    messages: (messages, place) => rules.messages(messages, place, place.level ?? redaction.captureContent),
    content: (value, place) => rules.content(value, place, place.level ?? redaction.captureContent),
  }
}

type Level = ResolvedRedaction['captureContent']

class RedactionRules {
  readonly #max: number
  readonly #isSecretKey: ReturnType<typeof createSecretKeys>
  readonly #withoutSecrets: (text: string) => string
  readonly #userRedact: ReturnType<typeof createUserRedaction>
  readonly #fingerprint: Fingerprint = createFingerprint()
  readonly #settled = createSettledTexts()

  constructor(redaction: ResolvedRedaction, diagnostics: Diagnostics) {
    this.#max = redaction.maxValueLength
    this.#isSecretKey = createSecretKeys(redaction.keys ?? [])
    this.#withoutSecrets = createTextRedaction(this.#isSecretKey, redaction.patterns ?? [])
    this.#userRedact = createUserRedaction(redaction.redact, diagnostics)
  }

  attributes(attributes: Attributes, place: Omit<RedactionPlace, 'key'>): Attributes {
    let changed: Attributes | undefined
    for (const key in attributes) {
      const value: unknown = attributes[key]
      // 3.x takes bytes, which hold nothing that could be found.
      if (value === undefined || value instanceof Uint8Array) continue
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

  text(value: string, place: RedactionPlace): string {
    const allowed = this.#allowed(value, place.key, place)
    return typeof allowed === 'string' ? allowed : allowed === undefined ? '' : fitJson(allowed, this.#max)
  }

  plain(value: unknown, place: RedactionPlace): unknown {
    return this.#allowed(value, place.key, place)
  }

  messages(messages: readonly unknown[], place: RedactionPlace, level: Level): string | undefined {
    if (level === 'none') return undefined
    const { value, lengths } = measured(withoutMiddle(messages), place.key)
    const list = Array.isArray(value) ? value : []
    const shown = level === 'full' ? list : list.map((message) => messageShape(message, this.#fingerprint))
    const limit = level === 'full' ? textLimit(lengths, this.#max) : this.#max
    const plain = plainValue(shown, place.key, this.#leafRules(limit))
    return this.#settle(fitMessages(Array.isArray(plain) ? plain : [], this.#max), place)
  }

  content(value: unknown, place: RedactionPlace, level: Level): string | undefined {
    if (level === 'none' || value === undefined) return undefined
    const safe = measured(value, place.key)
    if (level === 'metadata') return this.#settle(fitJson(valueShape(safe.value, this.#fingerprint), this.#max), place)
    const plain = plainValue(safe.value, place.key, this.#leafRules(textLimit(safe.lengths, this.#max)))
    return this.#settle(fitJson(plain, this.#max), place)
  }

  /** The user's function has the last word on text that is made here; what it allows is known again when its span ends. */
  #settle(text: string, place: RedactionPlace): string | undefined {
    const allowed = this.#userRedact ? this.#userRedact(text, place.key, place) : text
    if (allowed === undefined) return undefined
    const kept = cutText(typeof allowed === 'string' ? allowed : fitJson(allowed, this.#max), this.#max)
    this.#settled.add(place.key, kept)
    return kept
  }

  /** One value under its key; undefined when it must not leave at all. */
  #allowed(value: unknown, key: string, place: Omit<RedactionPlace, 'key'>): unknown {
    if (this.#isSecret(key, value)) return redacted
    if (typeof value !== 'string') {
      if (typeof value !== 'object' || value === null) return this.#other(value, key, place)
      return plainValue(value, key, this.#leafRules(this.#max, place))
    }
    const isKnownAgain = (this.#userRedact || value.length > shortCharactersMax) && this.#settled.has(key, value)
    return isKnownAgain ? value : this.#string(value, key, place)
  }

  #string(value: string, key: string, place: Omit<RedactionPlace, 'key'>): unknown {
    const clean = this.#clean(value, this.#max)
    if (!this.#userRedact) return clean
    const allowed = this.#userRedact(clean, key, place)
    if (typeof allowed !== 'string') return allowed
    const kept = cutText(allowed, this.#max)
    this.#settled.add(key, kept)
    return kept
  }

  #clean(value: string, max: number): string {
    if (value.length <= max + beyondCut) return cutText(this.#withoutSecrets(value), max)
    const clean = this.#withoutSecrets(value.slice(0, max + beyondCut))
    return cutText(clean, max, clean.length + value.length - max - beyondCut)
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
  #leafRules(max: number, place?: Omit<RedactionPlace, 'key'>): LeafRules {
    return {
      redacted,
      isSecret: (key, value) => this.#isSecret(key, value),
      text: (value, path) => (place ? this.#string(value, path, place) : this.#clean(value, max)),
      other: (value, path) => (place && this.#userRedact ? this.#userRedact(value, path, place) : value),
    }
  }
}

function isAttributeValue(value: unknown): value is AttributeValue {
  if (Array.isArray(value)) return value.every((item) => item === null || item === undefined || isPrimitive(item))
  return isPrimitive(value)
}

function isPrimitive(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** The value in plain form, secrets and all, and the lengths of its texts. */
function measured(value: unknown, key: string): { value: unknown; lengths: number[] } {
  const lengths: number[] = []
  const rules: LeafRules = {
    redacted,
    isSecret: () => false,
    text: (text) => {
      lengths.push(text.length)
      return text
    },
    other: (item) => item,
  }
  return { value: plainValue(value, key, rules), lengths }
}
