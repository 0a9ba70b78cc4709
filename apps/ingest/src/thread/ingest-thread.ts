import { parentPort, workerData } from 'node:worker_threads'
import type { FromThread, IngestSettings, MessageEnd, ToThread } from './messages.ts'
import { serveIngest } from './serve-ingest.ts'

// What the worker runs. With its port closed and its timers ended nothing keeps it alive.
const port = parentPort
if (port) {
  serveIngest(port as unknown as MessageEnd<FromThread, ToThread>, workerData as IngestSettings, () => port.close())
}
