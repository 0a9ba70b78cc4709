import { logContextOfSchema } from '@hanzo/schema/api'
import { parseAsString, parseAsStringLiteral } from 'nuqs'

/** The URL of a log record in context: what the others have in common with it, and which of them is shown. */
export const contextSearchParams = {
  of: parseAsStringLiteral(logContextOfSchema.options).withDefault('service'),
  query: parseAsString.withDefault(''),
  /** The record beside the list; the one in the middle when absent. */
  log: parseAsString,
}
