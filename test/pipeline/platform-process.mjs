// The platform as one process tree that can be killed: both engines and the platform's process, each started again when
// it dies alone. Told what to start by a message; tells its process ids whenever one changes.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startClickHouse, startPostgres } from '@hanzo/embedded'

const [{ main, dataDir, ports, clickhouseUrl }] = await once(process, 'message')
const { password } = new URL(clickhouseUrl)

let clickhouse
let platform

function tell(type) {
  process.send({ type, pids: { clickhouse: clickhouse?.pid(), postgres: postgres.pid(), platform: platform.pid } })
}

function startPlatform() {
  platform = fork(main, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HANZO_HOST: '127.0.0.1',
      HANZO_PORT: String(ports.platform),
      HANZO_GRPC_PORT: 'off',
      HANZO_DATA_DIR: dataDir,
      HANZO_ACCESS: 'open',
      HANZO_CONSOLE: 'off',
      HANZO_LOG_LEVEL: 'error',
      SPOOL_SEGMENT_MILLISECONDS: '100',
      CLICKHOUSE_URL: clickhouseUrl,
      DATABASE_URL: postgres.url,
    },
  })
  platform.on('message', ({ type }) => {
    if (type === 'ready') void clickhouseStarted.then(() => tell('ready'))
  })
  platform.on('exit', startPlatform)
}

// Telemetry is received while ClickHouse is still starting.
const clickhouseStarted = startClickHouse({ dataDir: join(dataDir, 'clickhouse'), port: ports.clickhouse, password })
const postgres = await startPostgres({ dataDir: join(dataDir, 'postgres'), port: ports.postgres })
startPlatform()
clickhouse = await clickhouseStarted
process.on('message', () => tell('pids'))
process.on('disconnect', () => {
  platform.kill('SIGKILL')
  process.exit()
})
