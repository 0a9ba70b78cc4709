import { createRequire } from 'node:module'
import type * as FfiRs from 'ffi-rs'

// ffi-rs picks its binary at load time, so its names are not visible to an ES module import.
const ffi = createRequire(import.meta.url)('ffi-rs') as typeof FfiRs
const { DataType, load, open } = ffi

const LIBC_PATHS: Record<string, string> = { linux: 'libc.so.6', darwin: '/usr/lib/libSystem.B.dylib' }
const LOCK_EXCLUSIVE_NONBLOCKING = 2 | 4

let libcIsOpen = false

function openLibc(): void {
  if (libcIsOpen) return
  const path = LIBC_PATHS[process.platform]
  if (path === undefined) throw new Error(`no embedded engine for ${process.platform}`)
  open({ library: 'libc', path })
  libcIsOpen = true
}

/** Takes the kernel's exclusive lock on an open file; it ends with the process, however that ends. False if another process has it. */
export function lockFile(fileDescriptor: number): boolean {
  openLibc()
  const result = load({
    library: 'libc',
    funcName: 'flock',
    retType: DataType.I32,
    paramsType: [DataType.I32, DataType.I32],
    paramsValue: [fileDescriptor, LOCK_EXCLUSIVE_NONBLOCKING],
  })
  return result === 0
}

/** Makes a named pipe that only this user can open. */
export function makeNamedPipe(path: string): void {
  openLibc()
  const result = load({
    library: 'libc',
    funcName: 'mkfifo',
    retType: DataType.I32,
    paramsType: [DataType.String, DataType.I32],
    paramsValue: [path, 0o600],
    errno: true,
  }) as { value: number; errnoMessage: string }
  if (result.value !== 0) throw new Error(`cannot make the named pipe ${path}: ${result.errnoMessage}`)
}

/**
 * Runs ClickHouse's `clickhouse-local` program from libchdb on a thread of its own, until it ends.
 * @param libraryPath libchdb of this platform.
 * @returns what it said when it failed, empty when it ended well.
 */
export async function runClickHouseLocal(libraryPath: string, programArguments: readonly string[]): Promise<string> {
  open({ library: 'libchdb', path: libraryPath })
  const argv = ['clickhouse', ...programArguments]
  const result = await load({
    library: 'libchdb',
    funcName: 'chdb_query_cmdline',
    retType: DataType.External,
    paramsType: [DataType.I32, DataType.StringArray],
    paramsValue: [argv.length, argv],
    runInNewThread: true,
  })
  const error = { library: 'libchdb', funcName: 'chdb_result_error', paramsType: [DataType.External] }
  // Read as an address first: ffi-rs follows a null pointer when asked for a string.
  const address = load({ ...error, retType: DataType.BigInt, paramsValue: [result] })
  if (BigInt(address as unknown as bigint) === 0n) return ''
  return load({ ...error, retType: DataType.String, paramsValue: [result] })
}
