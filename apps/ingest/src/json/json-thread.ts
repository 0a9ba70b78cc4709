import { parentPort } from 'node:worker_threads'
import type { MessageEnd } from '../thread/messages.ts'
import type { FromJsonThread, ToJsonThread } from './json-messages.ts'
import { serveJson } from './serve-json.ts'

// What the worker runs.
if (parentPort) serveJson(parentPort as unknown as MessageEnd<FromJsonThread, ToJsonThread>)
