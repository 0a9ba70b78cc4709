/** Limits of one record. They stop a broken sender, not a talkative one: every SDK's own defaults are far below. */
export const otlpLimits = {
  /** Levels of arrays and key-value lists inside one value. */
  anyValueDepthMax: 32,
  attributesMax: 4_096,
  attributeKeyLengthMax: 1_024,
  /** UTF-8 bytes of one text: a value of an attribute, a body, a message. Longer ones are cut, and say so. */
  textBytesMax: 1_048_576,
  eventsMax: 8_192,
  linksMax: 8_192,
  exemplarsMax: 4_096,
  bucketsMax: 16_384,
  quantilesMax: 4_096,
  metricNameLengthMax: 1_024,
} as const
