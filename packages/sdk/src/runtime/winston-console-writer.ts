import { createLogger, format, transports } from 'winston'
import type { LogLevel } from '../telemetry/diagnostics.ts'
import type { ConsoleRecord, ConsoleWriter } from './runtime.ts'

const LEVELS: Record<LogLevel, number> = { error: 0, warn: 1, info: 2, debug: 3 }

/** One line of JSON a record, its keys in the order they were set; a record that cannot be written as JSON is told as such. */
function toLine(record: ConsoleRecord): string {
  try {
    return JSON.stringify(record)
  } catch {
    return JSON.stringify({ timestamp: record.timestamp, level: record.level, message: record.message })
  }
}

export function createWinstonConsoleWriter(options: { format: 'json' | 'pretty'; level: LogLevel }): ConsoleWriter {
  const logger = createLogger({
    levels: LEVELS,
    level: options.level,
    format: format.printf((info) => toLine(info.record as ConsoleRecord)),
    transports: [new transports.Console()],
  })
  return {
    write(record) {
      logger.log({ level: record.level, message: record.message, record })
    },
    close: () =>
      new Promise((resolve) => {
        logger.once('finish', resolve)
        logger.end()
      }),
  }
}
