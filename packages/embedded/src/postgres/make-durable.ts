import { fsyncSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'

interface FileStream {
  /** File descriptor on our side; absent for what is no file of the host. */
  nfd?: number
}
interface FileSystemModule {
  FS: { filesystems: { NODEFS?: { stream_ops: { fsync?: (stream: FileStream) => number } } } }
}

/** PGlite's own parameters without `-F`, which would tell PostgreSQL never to sync; WebAssembly's fdatasync does nothing. */
export function durableStartParameters(): string[] {
  return [
    ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
    '-c',
    'fsync=on',
    '-c',
    'wal_sync_method=fsync',
  ]
}

/**
 * Makes PostgreSQL's fsync reach the disk: the file system that PGlite runs on has none, so that a power loss could cost commits,
 * or, as writes would arrive in any order, the database.
 */
export function makeDurable(database: PGlite): void {
  const module = (database as unknown as { Module: FileSystemModule }).Module
  const fileSystem = module.FS.filesystems.NODEFS
  if (fileSystem === undefined) throw new Error('PGlite has no file system of the host')
  fileSystem.stream_ops.fsync = ({ nfd }) => {
    if (nfd !== undefined) fsyncSync(nfd)
    return 0
  }
}
