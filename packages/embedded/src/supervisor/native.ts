import { closeSync, constants, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as FfiRs from 'ffi-rs'

// ffi-rs picks its binary at load time, so its names are not visible to an ES module import.
const ffi = createRequire(import.meta.url)('ffi-rs') as typeof FfiRs
const { DataType, load, open } = ffi

type Type = (typeof DataType)[keyof typeof DataType]
type Call = [functionName: string, retType: Type, ...parameters: [type: Type, value: unknown][]]

const LIBC_PATHS: Record<string, string> = { linux: 'libc.so.6', darwin: '/usr/lib/libSystem.B.dylib' }
const LOCK_EXCLUSIVE_NONBLOCKING = 2 | 4

let libcIsOpen = false

/** Takes the kernel's exclusive lock on an open file; it ends with the process, however that ends. False if another process has it. */
export function lockFile(fileDescriptor: number): boolean {
  const flock: Call = [
    'flock',
    DataType.I32,
    [DataType.I32, fileDescriptor],
    [DataType.I32, LOCK_EXCLUSIVE_NONBLOCKING],
  ]
  return callLibc(flock) === 0
}

/**
 * Makes a terminal the standard input and output of this process.
 * @returns file descriptor of the terminal's other end.
 */
export function attachTerminal(): number {
  const master = callLibc(['posix_openpt', DataType.I32, [DataType.I32, constants.O_RDWR | constants.O_NOCTTY]])
  for (const name of ['grantpt', 'unlockpt']) {
    if (callLibc([name, DataType.I32, [DataType.I32, master]]) !== 0) throw new Error(`${name} failed`)
  }
  const path = callLibc(['ptsname', DataType.String, [DataType.I32, master]]) as string
  const slave = openSync(path, constants.O_RDWR | constants.O_NOCTTY)
  for (const standard of [0, 1]) callLibc(['dup2', DataType.I32, [DataType.I32, slave], [DataType.I32, standard]])
  closeSync(slave)
  return master as number
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

function callLibc([funcName, retType, ...parameters]: Call): unknown {
  if (!libcIsOpen) {
    const path = LIBC_PATHS[process.platform]
    if (path === undefined) throw new Error(`no embedded engine for ${process.platform}`)
    open({ library: 'libc', path })
    libcIsOpen = true
  }
  const paramsType = parameters.map(([type]) => type)
  return load({ library: 'libc', funcName, retType, paramsType, paramsValue: parameters.map(([, value]) => value) })
}
