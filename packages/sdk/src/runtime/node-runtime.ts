import { arch, hostname } from 'node:os'
import { createFrameContextManager, createFrameStore } from './async-frames.ts'
import { findProgramApiVersion } from './find-program-api-version.ts'
import { createNodeGzip } from './node-gzip.ts'
import { onceOnProcess } from './once-on-process.ts'
import type { Runtime } from './runtime.ts'
import { createWinstonConsoleWriter } from './winston-console-writer.ts'

/** Looked for once: it does not change while the process runs. */
let programApi: { version: string | undefined } | undefined

/** Node, and what is compatible with it (Bun, Deno). The only reader of `process` in the SDK. */
export const nodeRuntime: Runtime = {
  name: 'node',
  environment: process.env,
  resourceAttributes: () => ({
    'host.name': hostname(),
    'host.arch': arch(),
    'process.pid': process.pid,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
  }),
  createContextManager: createFrameContextManager,
  createAsyncStore: createFrameStore,
  createConsoleWriter: createWinstonConsoleWriter,
  createGzip: createNodeGzip,
  programApiVersion: () => {
    programApi ??= { version: findProgramApiVersion() }
    return programApi.version
  },
  onBeforeExit: (callback) => onceOnProcess('beforeExit', callback),
}
