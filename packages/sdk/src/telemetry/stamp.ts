import type { Attributes, AttributeValue, Context } from '@opentelemetry/api'
import type { Redactor } from '../redaction/redactor.ts'
import type { Sessions } from '../session/sessions.ts'
import { scopeAttributesOf } from './telemetry-scope.ts'

/** Redacts ids, an e-mail address for one, the same way wherever they are stamped. Remembers the last: it is the next in most cases. */
export function createIdCleaner(redactor: Redactor, key: 'session.id' | 'user.id'): (id: string) => string {
  let last: string | undefined
  let cleaned = ''
  return (id) => {
    if (id !== last) {
      cleaned = redactor.text(id, { signal: 'span', key })
      last = id
    }
    return cleaned
  }
}

/** Sets what every span and log record of a context carries: metadata, child attributes, session and user. */
export type Stamp = (context: Context, set: (key: string, value: AttributeValue) => void) => void

export function createStamp(metadata: Attributes, sessions: Sessions, redactor: Redactor): Stamp {
  const clean = { session: createIdCleaner(redactor, 'session.id'), user: createIdCleaner(redactor, 'user.id') }
  const fixed = Object.entries(redactor.attributes(metadata, { signal: 'span' })).filter(
    (entry): entry is [string, AttributeValue] => entry[1] !== undefined,
  )

  return (context, set) => {
    for (const [key, value] of fixed) set(key, value)
    const attributes = scopeAttributesOf(context)
    for (const key in attributes) {
      const value = attributes[key]
      if (value !== undefined) set(key, value)
    }
    const session = sessions.resolve(context)
    if (session.id !== undefined) {
      const id = clean.session(session.id)
      set('session.id', id)
      set('gen_ai.conversation.id', id)
    }
    if (session.userId !== undefined) set('user.id', clean.user(session.userId))
  }
}
