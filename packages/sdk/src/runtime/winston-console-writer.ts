import { Writable } from 'node:stream'
import { createLogger, format, transports } from 'winston'
import type { LogLevel } from '../telemetry/diagnostics.ts'
import type { ConsoleRecord, ConsoleWriter } from './runtime.ts'

/** Lines that wait for a terminal or pipe that takes none; further ones are dropped. */
const WAITING_LINES_MAX = 10_000

const LEVELS: Record<LogLevel, number> = { error: 0, warn: 1, info: 2, debug: 3 }

/** A value that JSON cannot say, as text. Cycles are told as such: what is logged has been made plain, but a user's `toJSON` runs here. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item)) ?? 'null'
  } catch {
    return '"[unserializable]"'
  }
}

/** One line of JSON, its keys in the order they were set; a value that cannot be written does not cost the others. */
function toJsonLine(record: ConsoleRecord): string {
  try {
    return JSON.stringify(record)
  } catch {
    const pairs = Object.keys(record).map((key) => `${JSON.stringify(key)}:${toJson(record[key])}`)
    return `{${pairs.join(',')}}`
  }
}

/** A line for people: time, level, message, then what else there is; stacks below it. */
function toPrettyLine(record: ConsoleRecord): string {
  const { timestamp, level, message, ...rest } = record
  const stack = rest.stack
  if (typeof stack === 'string') delete rest.stack
  const pairs = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : toJson(value)}`,
  )
  const line = [timestamp.slice(11, 23), level.toUpperCase().padEnd(5), message, ...pairs].join(' ')
  return typeof stack === 'string' ? `${line}\n${stack}` : line
}

/** Hands lines to a stream of the process. A reader that went away (EPIPE) must not end the process for the sake of its logs. */
function createSink(stream: NodeJS.WriteStream): Writable {
  const ignore = () => undefined
  return new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      stream.once('error', ignore)
      stream.write(line, () => {
        stream.off('error', ignore)
        done()
      })
    },
  })
}

/** Writes through Winston. Never throws, also after `close`. */
export function createWinstonConsoleWriter(options: {
  format: 'json' | 'pretty'
  level: LogLevel
  stream?: 'stdout' | 'stderr' | undefined
}): ConsoleWriter {
  const toLine = options.format === 'pretty' ? toPrettyLine : toJsonLine
  const logger = createLogger({
    levels: LEVELS,
    level: options.level,
    // Winston's own JSON sorts the keys, and adds a message in the fields to the message.
    format: format.printf((info) => toLine(info.record as ConsoleRecord)),
    transports: [
      new transports.Stream({ stream: createSink(options.stream === 'stderr' ? process.stderr : process.stdout) }),
    ],
  })
  let closing: Promise<void> | undefined
  return {
    write(record) {
      // Winston prints a complaint of its own for what comes after its end.
      if (closing !== undefined || logger.writableLength > WAITING_LINES_MAX) return
      logger.log({ level: record.level, message: record.message, record })
    },
    close() {
      closing ??= new Promise((resolve) => {
        logger.once('finish', resolve)
        logger.end()
      })
      return closing
    },
  }
}
