import { writeSync } from 'node:fs'
import { Writable } from 'node:stream'
import type { Logger } from 'winston'
import type { LogLevel } from '../telemetry/diagnostics.ts'
import { toJsonLine, toPrettyLine } from './console-line.ts'
import { onceOnProcess } from './once-on-process.ts'
import type { ConsoleRecord, ConsoleWriter } from './runtime.ts'
import { writeGuarded } from './write-guarded.ts'

/** Lines that wait for a terminal or pipe that takes none; further ones are dropped. */
const WAITING_LINES_MAX = 10_000

const WAITING_BYTES_MAX = 16 * 1024 ** 2

type ToLine = (record: ConsoleRecord) => string

const LEVELS: Record<LogLevel, number> = { error: 0, warn: 1, info: 2, debug: 3 }

/** Hands lines to a stream of the process. */
function createSink(stream: NodeJS.WriteStream): Writable {
  return new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      writeGuarded(stream, line, done)
    },
  })
}

/** Winston's logger over a stream, in our form. */
async function loadLogger(level: LogLevel, toLine: ToLine, sink: Writable): Promise<Logger> {
  const { createLogger, format, transports } = await import('winston')
  return createLogger({
    levels: LEVELS,
    level,
    // Winston's own JSON sorts the keys, and adds a message in the fields to the message.
    format: format.printf((info) => toLine(info.record as ConsoleRecord)),
    transports: [new transports.Stream({ stream: sink })],
  })
}

/** Lines that wait for Winston. A process that ends before it is loaded still writes them. */
function createWaitingLines(stream: NodeJS.WriteStream, toLine: ToLine) {
  let records: ConsoleRecord[] = []
  let takeBack: (() => void) | undefined
  const writeAtExit = () => {
    try {
      writeSync(stream === process.stderr ? 2 : 1, records.map((record) => `${toLine(record)}\n`).join(''))
    } catch {
      // The reader has gone, and so has the process in a moment.
    }
  }
  return {
    add(record: ConsoleRecord) {
      takeBack ??= onceOnProcess('exit', writeAtExit)
      if (records.length < WAITING_LINES_MAX) records.push(record)
    },
    take() {
      const taken = records
      records = []
      takeBack?.()
      takeBack = undefined
      return taken
    },
  }
}

/** Writes through Winston, which is loaded with the first record: a silent console never pays for it. Never throws, also after `close`. */
export function createWinstonConsoleWriter(options: {
  format: 'json' | 'pretty'
  level: LogLevel
  stream?: 'stdout' | 'stderr' | undefined
}): ConsoleWriter {
  const toLine = options.format === 'pretty' ? toPrettyLine : toJsonLine
  const stream = options.stream === 'stderr' ? process.stderr : process.stdout
  const sink = createSink(stream)
  const waiting = createWaitingLines(stream, toLine)
  let send: ((record: ConsoleRecord) => void) | undefined
  let logger: Logger | undefined
  let loading: Promise<void> | undefined
  let closing: Promise<void> | undefined

  async function load(): Promise<void> {
    try {
      const loaded = await loadLogger(options.level, toLine, sink)
      logger = loaded
      send = (record) => {
        if (loaded.writableLength <= WAITING_LINES_MAX)
          loaded.log({ level: record.level, message: record.message, record })
      }
    } catch {
      // A bundle without Winston: the lines are the same.
      send = (record) => void (sink.writableLength <= WAITING_BYTES_MAX && sink.write(`${toLine(record)}\n`))
    }
    for (const record of waiting.take()) send(record)
  }

  return {
    write(record) {
      if (closing !== undefined) return
      if (send !== undefined) send(record)
      else {
        waiting.add(record)
        loading ??= load()
      }
    },
    close() {
      closing ??= (async () => {
        await loading
        const last: Writable = logger ?? sink
        await new Promise((resolve) => {
          last.once('finish', resolve)
          last.end()
        })
      })()
      return closing
    },
  }
}
