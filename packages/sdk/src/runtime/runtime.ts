import type { ContextManager } from '@opentelemetry/api'
import type { LogLevel } from '../telemetry/diagnostics.ts'

/** One record for the console: the keys of the line, in their order. */
export type ConsoleRecord = { timestamp: string; level: LogLevel; message: string } & Record<string, unknown>

export interface ConsoleWriter {
  write(record: ConsoleRecord): void
  /** Resolves once what was written is with the system. */
  close(): Promise<void>
}

/** A value that follows asynchronous calls, as Node's `AsyncLocalStorage` does. */
export interface AsyncStore<T> {
  get(): T | undefined
  run<R>(value: T, fn: () => R): R
  /** For the rest of the current asynchronous execution. */
  enter(value: T | undefined): void
}

/** @returns the bytes as a gzip file of their own. */
export type Gzip = (bytes: Uint8Array) => Promise<Uint8Array>

/** What differs between Node and edge runtimes. Everything else is one code. */
export interface Runtime {
  readonly name: 'node' | 'edge'
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Attributes of the process for the resource (`process.*`, `host.*`). */
  resourceAttributes(): Record<string, string | number>
  createContextManager(): ContextManager
  createAsyncStore<T>(): AsyncStore<T>
  /** `stream` is for runtimes that have two; default `stdout`. */
  createConsoleWriter(options: {
    format: 'json' | 'pretty'
    level: LogLevel
    stream?: 'stdout' | 'stderr' | undefined
  }): ConsoleWriter
  /** For one exporter, which compresses one batch after the other. */
  createGzip(): Gzip
  /** The version of `@opentelemetry/api` that the program itself loads, which may be another than ours; undefined where that cannot be known. */
  programApiVersion(): string | undefined
  /** Calls back once when the event loop has run empty; returns how to take it back. */
  onBeforeExit(callback: () => void): () => void
}
