import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const _run = promisify(execFile)
const _entry = new URL('../telemetry/index.ts', import.meta.url).href
const _flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning', '--input-type=module']
