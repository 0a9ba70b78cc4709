import { type Severity, severityOf } from '@hanzo/schema/api'
import { classNames } from '@/lib/class-names.ts'

const tones: Record<Severity, string> = {
  unspecified: 'text-subtle',
  trace: 'text-severity-trace',
  debug: 'text-severity-debug',
  info: 'text-severity-info',
  warn: 'text-severity-warn',
  error: 'text-severity-error',
  fatal: 'text-severity-fatal',
}

interface SeverityLabelProps {
  severityNumber: number
  severityText: string
}

/** The severity as the sender wrote it, else the name of its number's band, in the band's colour. */
export function SeverityLabel({ severityNumber, severityText }: SeverityLabelProps) {
  const severity = severityOf(severityNumber)
  const text = severityText || (severity === 'unspecified' ? '–' : severity)
  return (
    <span
      title={`${text} (${severityNumber})`}
      className={classNames('truncate text-xs font-semibold tracking-wide uppercase', tones[severity])}
    >
      {text}
    </span>
  )
}
