import type { Attributes } from '@opentelemetry/api'
import type { ContentCapture, RedactionPlace } from '../telemetry/telemetry-config.ts'

/** Where a value stands; `level` overrides the configured `captureContent`, as one tool may. */
export interface ContentPlace extends RedactionPlace {
  level?: ContentCapture | undefined
}

/** Decides what of a value may leave the process. Nothing that it refuses ever becomes an attribute. */
export interface Redactor {
  readonly captureContent: ContentCapture
  /**
   * Secret keys replaced, patterns replaced, `redact` applied, long values cut. Returns the same object where nothing changed.
   * @param redacted texts that `messages` or `content` made: they stay as they are under their keys.
   */
  attributes(
    attributes: Attributes,
    place: Omit<RedactionPlace, 'key'>,
    redacted?: ReadonlyMap<string, string>,
  ): Attributes
  /** The same for one text. */
  text(value: string, place: RedactionPlace): string
  /** As `attributes` for a nested value (log bodies and attributes); cycles, `BigInt` and errors are made plain. */
  plain(value: unknown, place: RedactionPlace): unknown
  /**
   * Model messages or parts in OpenTelemetry's GenAI form, as JSON text; at `metadata` each content is replaced by its length and a hash;
   * undefined at `none`.
   */
  messages(messages: readonly unknown[], place: ContentPlace): string | undefined
  /** Tool arguments, tool results, state values: JSON text at `full`, type and size at `metadata`, undefined at `none`. */
  content(value: unknown, place: ContentPlace): string | undefined
}
