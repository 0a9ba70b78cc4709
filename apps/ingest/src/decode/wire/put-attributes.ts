import { attributeTypeCode, indexedValueBytesMax } from '@hanzo/schema/row'
import type { FixedColumn } from '../../columns/fixed-column.ts'
import type { LowCardinalityColumn } from '../../columns/low-cardinality-column.ts'
import type { MapColumn } from '../../columns/map-column.ts'
import type { StringColumn } from '../../columns/string-column.ts'
import { plainText } from '../any-value-text.ts'
import type { AttributeKey } from './attribute-key.ts'
import { type AttributeList, attributeType } from './attribute-list.ts'
import { int64Text } from './halves.ts'
import type { CachedKey } from './key-cache.ts'
import type { WireReader } from './wire-reader.ts'

/** The columns of `attributeColumns`, of any table that has them. */
export interface AttributeColumnBuilders {
  readonly attributes_string: MapColumn<StringColumn>
  readonly attributes_unindexed: MapColumn<StringColumn>
  readonly attributes_int: MapColumn<FixedColumn>
  readonly attributes_double: MapColumn<FixedColumn>
  readonly attributes_bool: MapColumn<FixedColumn>
  readonly attributes_json: MapColumn<StringColumn>
}

/** The dictionaries of keys of one table, by their number among the indexes that an `AttributeKey` has. */
const dictionary = { string: 0, unindexed: 1, int: 2, double: 3, bool: 4, json: 5 } as const

function putKey(keys: LowCardinalityColumn, key: CachedKey<AttributeKey>, slot: number, request: number): void {
  const { use } = key
  if (use.request !== request) {
    use.request = request
    use.indexes.fill(-1)
  }
  let index = use.indexes[slot] as number
  if (index < 0) {
    index = keys.intern(key.source, 0, key.source.bytes.length)
    use.indexes[slot] = index
  }
  keys.putIndex(index)
}

/**
 * Puts the attributes of one record, each into the map of its type, and ends the row in all six.
 * @param slot the number of the table's first dictionary.
 * @param request indexes of keys are good for one request.
 */
export function putAttributes(
  list: AttributeList,
  reader: WireReader,
  columns: AttributeColumnBuilders,
  slot: number,
  request: number,
): void {
  for (let at = 0; at < list.count; at++) putAttribute(list, at, reader, columns, slot, request)
  columns.attributes_string.endRow()
  columns.attributes_unindexed.endRow()
  columns.attributes_int.endRow()
  columns.attributes_double.endRow()
  columns.attributes_bool.endRow()
  columns.attributes_json.endRow()
}

function putAttribute(
  list: AttributeList,
  at: number,
  { source }: WireReader,
  columns: AttributeColumnBuilders,
  slot: number,
  request: number,
): void {
  const key = list.keys[at] as CachedKey<AttributeKey>
  const low = list.low[at] as number
  const high = list.high[at] as number
  switch (list.types[at]) {
    case attributeType.string:
      if (high - low <= indexedValueBytesMax) {
        putKey(columns.attributes_string.keys, key, slot + dictionary.string, request)
        columns.attributes_string.values.putBytes(source, low, high)
      } else {
        putKey(columns.attributes_unindexed.keys, key, slot + dictionary.unindexed, request)
        columns.attributes_unindexed.values.putBytes(source, low, high)
      }
      break
    case attributeType.int:
      putKey(columns.attributes_int.keys, key, slot + dictionary.int, request)
      columns.attributes_int.values.putUint64(low, high)
      break
    case attributeType.double:
      putKey(columns.attributes_double.keys, key, slot + dictionary.double, request)
      columns.attributes_double.values.putUint64(low, high)
      break
    case attributeType.bool:
      putKey(columns.attributes_bool.keys, key, slot + dictionary.bool, request)
      columns.attributes_bool.values.putUint8(low)
      break
    default:
      putKey(columns.attributes_json.keys, key, slot + dictionary.json, request)
      columns.attributes_json.values.putText(list.texts[low] as string)
  }
}

/**
 * Puts the attributes `[from, to)` as texts, and the types of those that are not strings; ends the row in both.
 * @param slot the number of the dictionary of the texts; that of the types is the next.
 */
export function putTypedTexts(
  list: AttributeList,
  from: number,
  to: number,
  reader: WireReader,
  texts: MapColumn<StringColumn>,
  types: MapColumn<FixedColumn>,
  slot: number,
  request: number,
): void {
  for (let at = from; at < to; at++) {
    const key = list.keys[at] as CachedKey<AttributeKey>
    const type = list.types[at] as number
    putKey(texts.keys, key, slot, request)
    if (type === attributeType.string) {
      texts.values.putBytes(reader.source, list.low[at] as number, list.high[at] as number)
      continue
    }
    texts.values.putText(textAt(list, at, reader))
    putKey(types.keys, key, slot + 1, request)
    types.values.putUint8(type)
  }
  texts.endRow()
  types.endRow()
}

/** The text of a value that is no string. */
function textAt(list: AttributeList, at: number, reader: WireReader): string {
  const low = list.low[at] as number
  const type = list.types[at]
  if (type === attributeTypeCode.int) return int64Text(low, list.high[at] as number)
  return type === attributeTypeCode.json ? (list.texts[low] as string) : plainText(list.valueAt(at, reader))
}

/** Puts what the column numbered `promotion` copies of the attributes, or else `otherwise`. */
export function putPromotedText(
  list: AttributeList,
  promotion: number,
  reader: WireReader,
  column: StringColumn | LowCardinalityColumn,
  otherwise = '',
): void {
  const at = list.promoted[promotion] as number
  if (at >= 0) {
    if (list.types[at] !== attributeType.string) column.putText(textAt(list, at, reader))
    else column.putBytes(reader.source, list.low[at] as number, list.high[at] as number)
  } else if (otherwise === '') column.putEmpty()
  else column.putText(otherwise)
}

/** What the column numbered `promotion` copies, as an integer from 0 to `max`; 0 for anything else. */
export function promotedInteger(list: AttributeList, promotion: number, reader: WireReader, max: number): number {
  const at = list.promoted[promotion] as number
  if (at < 0) return 0
  const low = list.low[at] as number
  if (list.types[at] === attributeType.int) return list.high[at] === 0 && low > 0 && low <= max ? low : 0
  const number = Number(plainText(list.valueAt(at, reader)))
  return number > 0 && number <= max ? Math.trunc(number) : 0
}
