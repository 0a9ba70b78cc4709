import type * as FfiRs from 'ffi-rs' with { 'resolution-mode': 'require' }

const { closeSync, constants, openSync, statSync } = require('node:fs') as typeof import('node:fs')
const { arch, platform } = require('node:process') as typeof import('node:process')
const { DataType, load, open } = require('ffi-rs') as typeof FfiRs

// The same numbers on every architecture that Linux got after 2018.
const SYSCALL_CREATE_RULESET = 444
const SYSCALL_ADD_RULE = 445
const SYSCALL_RESTRICT_SELF = 446
const CREATE_RULESET_VERSION = 1
const RULE_PATH_BENEATH = 1
const PRCTL_SET_NO_NEW_PRIVILEGES = 38

const CONNECT_TCP = 1 << 1

const EXECUTE = 1 << 0
const WRITE_FILE = 1 << 1
const READ_FILE = 1 << 2
const READ_DIRECTORY = 1 << 3
const TRUNCATE = 1 << 14
// Rights 0 to 13: all of the second version, the first that can allow moving a file to another directory.
const ALL_OF_VERSION_2 = (1 << 14) - 1
const FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
const READ = EXECUTE | READ_FILE | READ_DIRECTORY

const SYSTEM_READABLE = [
  '/proc',
  '/sys',
  '/usr',
  '/lib',
  '/lib32',
  '/lib64',
  '/nix/store',
  '/etc/hosts',
  '/etc/resolv.conf',
  '/etc/nsswitch.conf',
  '/etc/localtime',
  '/etc/ld.so.cache',
]

/**
 * From now on this thread, and every thread it starts,,
 * can open no file outside these directories, and connect to nothing, whatever SQL asks for. It cannot be undone.
 * Files: Linux 5.19 and newer (Landlock), connections: 6.7 and newer; elsewhere nothing happens.
 * @returns whether the process is confined.
 * @see https://docs.kernel.org/userspace-api/landlock.html
 */
function confineToDirectories(directories: { writable: string[]; readable: string[] }): boolean {
  if (platform !== 'linux' || !['x64', 'arm64'].includes(arch)) return false
  open({ library: 'libc', path: 'libc.so.6' })
  const version = systemCall(SYSCALL_CREATE_RULESET, null, 0, CREATE_RULESET_VERSION)
  if (version < 2) return false
  const all = version >= 3 ? ALL_OF_VERSION_2 | TRUNCATE : ALL_OF_VERSION_2
  const attributes = rulesetAttributes(all, version)
  const ruleset = check('landlock_create_ruleset', systemCall(SYSCALL_CREATE_RULESET, attributes, attributes.length, 0))
  for (const path of directories.writable) allow(ruleset, path, all)
  for (const path of directories.readable) allow(ruleset, path, READ)
  for (const path of SYSTEM_READABLE) allow(ruleset, path, READ)
  allow(ruleset, '/dev', READ | WRITE_FILE)
  check('prctl', callLibc('prctl', [PRCTL_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0]))
  check('landlock_restrict_self', systemCall(SYSCALL_RESTRICT_SELF, ruleset, 0, 0))
  closeSync(ruleset)
  return true
}

function allow(ruleset: number, path: string, rights: number): void {
  const status = statSync(path, { throwIfNoEntry: false })
  if (status === undefined) return
  const directory = openSync(path, constants.O_RDONLY)
  const attributes = pathBeneathAttributes(status.isDirectory() ? rights : rights & FOR_FILES, directory)
  check('landlock_add_rule', systemCall(SYSCALL_ADD_RULE, ruleset, RULE_PATH_BENEATH, attributes, 0))
  closeSync(directory)
}

/** What is forbidden unless a rule allows it; no rule allows to connect. */
function rulesetAttributes(handledRights: number, version: number): Buffer {
  const attributes = Buffer.alloc(version >= 4 ? 16 : 8)
  attributes.writeUInt32LE(handledRights, 0)
  if (version >= 4) attributes.writeUInt32LE(CONNECT_TCP, 8)
  return attributes
}

function pathBeneathAttributes(rights: number, directory: number): Buffer {
  const attributes = Buffer.alloc(12)
  attributes.writeUInt32LE(rights, 0)
  attributes.writeInt32LE(directory, 8)
  return attributes
}

function systemCall(number: number, ...parameters: (number | Buffer | null)[]): number {
  return callLibc('syscall', [number, ...parameters])
}

function callLibc(funcName: string, parameters: (number | Buffer | null)[]): number {
  const paramsType = parameters.map((value) => (Buffer.isBuffer(value) ? DataType.U8Array : DataType.I64))
  const paramsValue = parameters.map((value) => value ?? 0)
  return load({ library: 'libc', funcName, retType: DataType.I64, paramsType, paramsValue })
}

function check(call: string, result: number): number {
  if (result < 0) throw new Error(`${call} failed`)
  return result
}

module.exports = { confineToDirectories }
