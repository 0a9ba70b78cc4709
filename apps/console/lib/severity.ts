import { type Severity, severitySchema } from '@hanzo/schema/api'

/** Severities from the gravest down: the order of facets and legends. */
export const severities: readonly Severity[] = [...severitySchema.options].reverse()

export const severityColor: Record<Severity, string> = {
  unspecified: 'var(--severity-unspecified)',
  trace: 'var(--severity-trace)',
  debug: 'var(--severity-debug)',
  info: 'var(--severity-info)',
  warn: 'var(--severity-warn)',
  error: 'var(--severity-error)',
  fatal: 'var(--severity-fatal)',
}
