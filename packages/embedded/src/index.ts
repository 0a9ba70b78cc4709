export { type EmbeddedClickHouse, type StartClickHouseOptions, startClickHouse } from './clickhouse/start-clickhouse.ts'
export { DataDirectoryLockedError, EmbeddedError, EngineStartError, PortInUseError } from './errors.ts'
export { type EmbeddedPostgres, type StartPostgresOptions, startPostgres } from './postgres/start-postgres.ts'
export type { EngineLogger, EngineState, Heartbeat } from './supervisor/supervise-engine.ts'
