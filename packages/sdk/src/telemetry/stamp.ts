import type { Attributes, AttributeValue, Context } from '@opentelemetry/api'
import type { Sessions } from '../session/sessions.ts'
import { scopeAttributesOf } from './telemetry-scope.ts'

/** Sets what every span and log record of a context carries: metadata, child attributes, session and user. */
export type Stamp = (context: Context, set: (key: string, value: AttributeValue) => void) => void

export function createStamp(metadata: Attributes, sessions: Sessions): Stamp {
  const fixed = Object.entries(metadata).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined)

  return (context, set) => {
    for (const [key, value] of fixed) set(key, value)
    const attributes = scopeAttributesOf(context)
    for (const key in attributes) {
      const value = attributes[key]
      if (value !== undefined) set(key, value)
    }
    const session = sessions.resolve(context)
    if (session.id !== undefined) {
      set('session.id', session.id)
      set('gen_ai.conversation.id', session.id)
    }
    if (session.userId !== undefined) set('user.id', session.userId)
  }
}
