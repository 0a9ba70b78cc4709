import { ClickHouseError } from '@clickhouse/client'

/**
 * What a failed insert means for its rows:
 * - `retryable`: the engine, the network or the configuration has to recover; the same bytes will be taken then
 * - `permanent`: the engine read the rows and refuses them; the same bytes will never be taken
 * - `unknown`: tried again a few times, then treated as permanent, so that no segment blocks those behind it
 */
export type FailureKind = 'retryable' | 'permanent' | 'unknown'

export interface InsertFailure {
  kind: FailureKind
  /** ClickHouse's name of the error, or the system's (`ECONNREFUSED`). */
  code: string
  message: string
}

/** Errors that are about the rows or about tables that do not fit them. */
const permanentTypes = new Set([
  'ARGUMENT_OUT_OF_BOUND',
  'CANNOT_CONVERT_TYPE',
  'CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN',
  'CANNOT_PARSE_DATE',
  'CANNOT_PARSE_DATETIME',
  'CANNOT_PARSE_INPUT_ASSERTION_FAILED',
  'CANNOT_PARSE_NUMBER',
  'CANNOT_PARSE_TEXT',
  'DECIMAL_OVERFLOW',
  'ILLEGAL_COLUMN',
  'INCORRECT_DATA',
  'NO_SUCH_COLUMN_IN_TABLE',
  'NOT_FOUND_COLUMN_IN_BLOCK',
  'NUMBER_OF_COLUMNS_DOESNT_MATCH',
  'SIZES_OF_ARRAYS_DONT_MATCH',
  'SIZES_OF_COLUMNS_DOESNT_MATCH',
  'THERE_IS_NO_COLUMN',
  'TOO_LARGE_ARRAY_SIZE',
  'TOO_LARGE_STRING_SIZE',
  'TYPE_MISMATCH',
  'UNKNOWN_IDENTIFIER',
  'UNKNOWN_TABLE',
  'UNKNOWN_TYPE',
  'VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE',
  'VIOLATED_CONSTRAINT',
])

/** Errors that pass when someone or something repairs the engine, its disk, its load or our access to it. */
const retryableTypes = new Set([
  'ABORTED',
  'ACCESS_DENIED',
  'ALL_CONNECTION_TRIES_FAILED',
  'AUTHENTICATION_FAILED',
  'CANNOT_ALLOCATE_MEMORY',
  'CANNOT_OPEN_FILE',
  'CANNOT_SCHEDULE_TASK',
  'CANNOT_WRITE_TO_FILE_DESCRIPTOR',
  'DEADLOCK_AVOIDED',
  'KEEPER_EXCEPTION',
  'MEMORY_LIMIT_EXCEEDED',
  'NETWORK_ERROR',
  'NOT_ENOUGH_SPACE',
  'NO_FREE_CONNECTION',
  'QUERY_WAS_CANCELLED',
  'QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING',
  'QUOTA_EXCEEDED',
  'READONLY',
  'S3_ERROR',
  'SERVER_OVERLOADED',
  'SOCKET_TIMEOUT',
  'SYSTEM_ERROR',
  'TABLE_IS_READ_ONLY',
  'TIMEOUT_EXCEEDED',
  'TOO_FEW_LIVE_REPLICAS',
  'TOO_MANY_PARTS',
  'TOO_MANY_SIMULTANEOUS_QUERIES',
  'TOO_SLOW',
  'UNKNOWN_DATABASE',
  'UNKNOWN_STATUS_OF_INSERT',
  'UNKNOWN_USER',
  'UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE',
  'WRONG_PASSWORD',
])

/** The one place that decides whether an insert is tried again. */
export function classifyInsertFailure(error: unknown): InsertFailure {
  if (error instanceof ClickHouseError) {
    const type = error.type ?? `CODE_${error.code}`
    const kind = permanentTypes.has(type) ? 'permanent' : retryableTypes.has(type) ? 'retryable' : 'unknown'
    return { kind, code: type, message: error.message }
  }
  // Anything else did not come from the engine: no connection, a timeout, a proxy's page.
  const { code, message } = error as NodeJS.ErrnoException
  return { kind: 'retryable', code: code ?? 'CONNECTION_FAILED', message: message ?? String(error) }
}
