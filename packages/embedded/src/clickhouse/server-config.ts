/** What the ClickHouse server in the child is told through its two configuration files. */
export interface ServerConfig {
  dataDir: string
  host: string
  port: number
  username: string
  passwordSha256: string
  memoryBytesMax: number
  concurrentQueriesMax: number
}

/** Statements that the internal user runs before clients may connect; its quota allows exactly these. */
export const STARTUP_STATEMENTS = ['CREATE DATABASE IF NOT EXISTS default', 'SYSTEM START LISTEN HTTP']

const ENGINES = [
  ...['', 'Replacing', 'Summing', 'Aggregating', 'Collapsing', 'VersionedCollapsing', 'Coalescing'].map(
    (kind) => `${kind}MergeTree`,
  ),
  ...[
    'Buffer',
    'GenerateRandom',
    'Join',
    'Log',
    'MaterializedView',
    'Memory',
    'Merge',
    'Null',
    'Set',
    'StripeLog',
    'TinyLog',
    'View',
  ],
]

// Everything a database needs, and no source outside it: no file, URL, S3, remote server or other database, no users, no shutdown.
const GRANTS = [
  'GRANT SELECT, INSERT, ALTER, CREATE DATABASE, CREATE TABLE, CREATE VIEW, CREATE FUNCTION, DROP, TRUNCATE, OPTIMIZE, SHOW, KILL QUERY ON *.*',
  'GRANT CREATE TEMPORARY TABLE, DROP FUNCTION, SYSTEM MERGES, SYSTEM TTL MERGES, SYSTEM DROP CACHE, SYSTEM RELOAD FUNCTION ON *.*',
  ...ENGINES.map((engine) => `GRANT TABLE ENGINE ON ${engine}`),
]

const MEGABYTE = 1_000_000

/** The server's own settings: small caches and pools, a memory cap, a log of warnings that cannot grow without end. */
export function serverXml(config: ServerConfig): string {
  return xml({
    http_port: config.port,
    listen_host: config.host,
    // An empty name: clickhouse-local's own default database also shows the file system's files as tables.
    default_database: '',
    users_config: 'users.xml',
    'log-level': 'warning',
    logger: { log: `${config.dataDir}/log/clickhouse.log`, size: '10M', count: 2 },
    max_server_memory_usage: config.memoryBytesMax,
    mark_cache_size: 64 * MEGABYTE,
    index_mark_cache_size: 32 * MEGABYTE,
    uncompressed_cache_size: 0,
    keep_alive_timeout: 30,
    background_pool_size: 2,
    background_merges_mutations_concurrency_ratio: 2,
    background_schedule_pool_size: 4,
    background_common_pool_size: 2,
    background_fetches_pool_size: 1,
    background_move_pool_size: 1,
    background_buffer_flush_schedule_pool_size: 1,
    background_distributed_schedule_pool_size: 1,
    background_message_broker_schedule_pool_size: 1,
    tables_loader_background_pool_size: 1,
    memory_worker_period_ms: 1_000,
    display_name: 'hanzo-embedded',
    timezone: 'UTC',
    send_crash_reports: { enabled: 0 },
  })
}

/**
 * Who may connect. `default` is the user that clickhouse-local itself runs as and cannot be given a password;
 * its quota is used up by the startup statements, so nobody can read a table or change anything in its name afterwards
 * (expressions without a table are not counted by quotas; its profile keeps them small).
 */
export function usersXml(config: ServerConfig): string {
  const loopback = '<ip>127.0.0.1</ip><ip>::1</ip>'
  return xml({
    profiles: {
      default: {
        async_insert: 0,
        cancel_http_readonly_queries_on_client_close: 1,
        max_concurrent_queries_for_user: config.concurrentQueriesMax,
        max_memory_usage: Math.floor(config.memoryBytesMax * 0.8),
        allow_introspection_functions: 0,
        implicit_select: 0,
      },
      startup: {
        async_insert: 0,
        max_execution_time: 10,
        max_memory_usage: 50 * MEGABYTE,
        max_threads: 1,
        max_concurrent_queries_for_user: 2,
      },
    },
    users: {
      [config.username]: {
        password_sha256_hex: config.passwordSha256,
        networks: raw(loopback),
        profile: 'default',
        quota: 'default',
        default_database: 'default',
        grants: raw(GRANTS.map((grant) => `<query>${grant}</query>`).join('')),
      },
      default: {
        no_password: '',
        networks: raw(loopback),
        profile: 'startup',
        quota: 'startup',
        grants: raw('<query>GRANT CREATE DATABASE, SYSTEM LISTEN ON *.*</query>'),
      },
    },
    quotas: {
      default: '',
      startup: { interval: { duration: 1_000_000_000, queries: STARTUP_STATEMENTS.length } },
    },
  })
}

interface XmlElements {
  [name: string]: string | number | RawXml | XmlElements
}
class RawXml {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

function raw(text: string): RawXml {
  return new RawXml(text)
}

function xml(elements: XmlElements): string {
  return `<clickhouse>${render(elements)}</clickhouse>\n`
}

function render(elements: XmlElements): string {
  return Object.entries(elements)
    .map(([name, value]) => `<${name}>${renderValue(value)}</${name}>`)
    .join('\n')
}

function renderValue(value: XmlElements[string]): string {
  if (value instanceof RawXml) return value.text
  if (typeof value === 'object') return render(value)
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
