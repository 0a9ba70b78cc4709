import type { AnyValue, KeyValues } from '@hanzo/schema/otlp'
import type { Sender } from './rejections.ts'
import type { RequestState } from './request-state.ts'

/** The attribute that holds those whose keys are too many: as JSON, so that nothing is lost and no key is made. */
export const overflowKey = 'hanzo.attributes.overflow'

/** The attributes of an accepted record as they are stored: those of keys beyond the project's limit in one. */
export function boundAttributes(state: RequestState, sender: Sender, attributes: KeyValues): KeyValues {
  const { cardinality } = state.context
  if (!cardinality) return attributes
  const kept = new Map<string, AnyValue>()
  const overflow = new Map<string, AnyValue>()
  for (const [key, value] of attributes) (cardinality.attributeKeys.admit(key) ? kept : overflow).set(key, value)
  if (overflow.size === 0) return attributes
  const { attributeKeysMax } = cardinality.limits
  const reason = `has attributes of new keys, stored together in ${overflowKey}: the project has used ${attributeKeysMax} keys within a day; put what varies into values, not keys`
  state.remarks.note({ reason, isToldToSender: true }, sender)
  return kept.set(overflowKey, overflow)
}
