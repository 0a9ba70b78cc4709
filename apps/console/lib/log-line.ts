import type { LogSummary } from '@hanzo/schema/api'
import { attributeText } from './attribute-text.ts'

const attributesMost = 6
const charactersMost = 500
/** Said elsewhere in the row, or too long to help there. */
const quietKeys = /^(?:exception\.stacktrace|code\.|thread\.|process\.|log\.|telemetry\.)/

/** A log record in one line: its body, or its event's name, and the first attributes after it. */
export function logLine(log: Pick<LogSummary, 'body' | 'eventName' | 'attributes'>): { text: string; extra: string } {
  const text = oneLine(log.body) || log.eventName
  const extra = log.attributes
    .filter((attribute) => !quietKeys.test(attribute.key))
    .slice(0, attributesMost)
    .map((attribute) => `${attribute.key}=${oneLine(attributeText(attribute)).slice(0, 80)}`)
    .join('  ')
  return { text, extra }
}

function oneLine(text: string): string {
  return text.slice(0, charactersMost).replaceAll(/\s+/g, ' ').trim()
}
