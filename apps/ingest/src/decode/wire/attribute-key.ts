import { spanStartKeys } from '@hanzo/schema/otlp'
import { hasGenAiKey } from '../../genai/gen-ai-keys.ts'
import { slotOf } from '../../genai/slots.ts'
import { promotedKeys } from '../promoted-columns.ts'
import { KeyCache } from './key-cache.ts'

/** Key dictionaries that one list of attributes may be put into: those of its maps. */
const indexesMax = 12

type PromotedColumn = keyof typeof promotedKeys

/** The columns that attributes are copied to. */
export const promotions = Object.keys(promotedKeys) as PromotedColumn[]

function keysOf(column: PromotedColumn): readonly string[] {
  return promotedKeys[column]
}

/** What is known of a key of attributes for as long as it is remembered. */
export class AttributeKey {
  /** The number of the column that attributes of this key are copied to, see `promotions`; -1 for most. */
  readonly promotion: number
  /** Where the key stands among those of its column: the lowest that is not empty counts. */
  readonly rank: number
  readonly isGenAi: boolean
  /** Where the value is looked for in spans of generative AI; -1 for most. */
  readonly genAiSlot: number
  /** Says how a span runs that is announced. */
  readonly isOfSpanStart: boolean
  /** The index of the key in the dictionary of each map during one request; -1 when it is not there yet. */
  readonly indexes = new Int32Array(indexesMax)
  /** The request that `indexes` are of. */
  request = -1
  /** The request in which its project was asked whether it may have the key. */
  admittedIn = -1

  constructor(text: string) {
    this.promotion = promotions.findIndex((column) => keysOf(column).includes(text))
    this.rank = this.promotion < 0 ? 0 : keysOf(promotions[this.promotion] as PromotedColumn).indexOf(text)
    this.isGenAi = hasGenAiKey([text])
    this.genAiSlot = slotOf(text)
    this.isOfSpanStart = Object.values<string>(spanStartKeys).includes(text)
  }
}

export function createAttributeKeys(): KeyCache<AttributeKey> {
  return new KeyCache((text) => new AttributeKey(text))
}
