import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { emailSchema, passwordSchema } from '@hanzo/schema/api'
import { z } from 'zod'
import { HanzoError } from './errors.ts'
import { isLoopbackHost } from './network-address.ts'
import {
  bytesSetting,
  originsSetting,
  portOrOffSetting,
  trustProxySetting,
  urlSetting,
  wholeNumberSetting,
} from './setting.ts'
import { instanceMax } from './spool/own-instance.ts'

/** Every name that the platform reads from its environment. `docs/configuration.md` is made from this. */
export const settings = {
  HANZO_HOST: z.string().min(1).max(253).prefault('127.0.0.1').describe('Address to listen on; `0.0.0.0` for all'),
  HANZO_PORT: wholeNumberSetting(0, 65_535)
    .prefault('4318')
    .describe('Port of everything: OTLP over HTTP, API and console; `0` for any free one'),
  HANZO_CONNECTIONS_MAX: wholeNumberSetting(10, 1_000_000)
    .prefault('10000')
    .describe(
      'Most connections at one time, within what the process may open; above it, the one that has sent nothing for longest is closed for a new one',
    ),
  HANZO_GRPC_PORT: portOrOffSetting
    .optional()
    .describe(
      'Port of OTLP over gRPC; `0` for any free one, `off` for none. When absent the port before `HANZO_PORT`, which is 4317',
    ),
  HANZO_PUBLIC_URL: urlSetting(['http:', 'https:'], 'https://hanzo.example.org')
    .refine((text) => new URL(text).pathname === '/', 'expected no path: the platform has its origin to itself')
    .transform((text) => new URL(text).origin)
    .optional()
    .describe(
      'Where browsers and SDKs reach the platform; `http://localhost:<port>` when absent. `https` makes cookies secure',
    ),
  HANZO_ACCESS: z
    .enum(['required', 'open'])
    .prefault('required')
    .describe(
      '`required`: the API, the tails and the console ask for a session or a key, and ingest for a key. `open`: anybody on this machine may look and send; refused unless `HANZO_HOST` is a loopback address',
    ),
  TRUST_PROXY: trustProxySetting
    .prefault('false')
    .describe(
      'Whose `X-Forwarded-*` headers are believed: `false`, or the addresses of the proxies in front, separated by commas; `loopback` and `uniquelocal` (private networks) stand for theirs',
    ),
  HANZO_CORS_ORIGINS: originsSetting
    .optional()
    .describe(
      'Origins whose pages may send telemetry from the browser, separated by commas, such as `https://shop.example.org`; `*` for pages of any origin that send a key. A key in a page is known to all its visitors: give pages one that may send only',
    ),
  HANZO_DATA_DIR: z
    .string()
    .min(1)
    .prefault('.hanzo')
    .describe('Directory of the spool, the dead letters and the first API key'),
  HANZO_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .prefault('info')
    .describe('Least level that is logged; requests for telemetry and pages are logged at `debug`'),
  HANZO_CONSOLE: z
    .enum(['on', 'off', 'dev'])
    .prefault('on')
    .describe('`on` serves the built console, `dev` compiles it as its files change, `off` serves the API alone'),
  CLICKHOUSE_URL: urlSetting(['http:', 'https:'], 'http://user:password@clickhouse:8123')
    .prefault('http://localhost:8123')
    .describe("ClickHouse's HTTP interface, with user and password in the URL"),
  CLICKHOUSE_DATABASE: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'expected letters, digits and underscores')
    .prefault('hanzo')
    .describe('Database of the telemetry; made when absent'),
  DATABASE_URL: urlSetting(['postgres:', 'postgresql:'], 'postgres://user:password@postgres:5432/hanzo').describe(
    'PostgreSQL for accounts, projects and keys',
  ),
  HANZO_ADMIN_EMAIL: emailSchema
    .optional()
    .describe(
      'Address of the first owner, made while no user exists; without it the first owner is made on the set-up page',
    ),
  HANZO_ADMIN_PASSWORD_FILE: z.string().min(1).optional().describe('File with the password of the first owner'),
  HANZO_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/, 'expected 16 to 200 characters without spaces')
    .optional()
    .describe(
      'A key of the project `default`, added at start; without it a key is made at the first start and kept in `<HANZO_DATA_DIR>/api-key`. A changed value adds a key: revoke the former one in the console',
    ),
  HANZO_RETENTION_DAYS: wholeNumberSetting(1, 3650)
    .prefault('30')
    .describe('Days that telemetry of the project `default` is kept; read when the project is made'),
  HANZO_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/, 'expected 16 to 200 characters without spaces')
    .optional()
    .describe(
      "What Prometheus sends as a bearer token to read the platform's own metrics at `/metrics`; without it they are read where access is open, and nowhere else",
    ),
  BODY_BYTES_MAX: bytesSetting.prefault('20MiB').describe('Largest OTLP body, decompressed; larger ones get 413'),
  PROJECT_RECORDS_PER_SECOND_MAX: wholeNumberSetting(1, 1e12)
    .optional()
    .describe(
      'Most spans, log records and metric points that any project may send, on average a second and for each receiver; 10 seconds of it at once. No limit when absent; a project may have a lower one',
    ),
  PROJECT_BYTES_PER_SECOND_MAX: bytesSetting
    .optional()
    .describe('Most bytes of requests, decompressed, that any project may send a second, in the same way'),
  PROJECT_RECORDS_PER_DAY_MAX: wholeNumberSetting(1, 1e15 - 1)
    .optional()
    .describe('Most spans, log records and metric points that any project may send on a day of UTC, to all receivers'),
  PROJECT_BYTES_PER_DAY_MAX: bytesSetting
    .optional()
    .describe('Most bytes of requests, decompressed, that any project may send on a day of UTC, to all receivers'),
  METRIC_SERIES_MAX: wholeNumberSetting(1, 1e8)
    .prefault('500000')
    .describe(
      'Metric series of a project that may be active in one receiver, which is for one to two hours after their last point. Points of new series above are rejected, or gathered in the series `otel.metric.overflow=true` where they add up; about 40 bytes of memory each',
    ),
  METRIC_SERIES_PER_METRIC_MAX: wholeNumberSetting(1, 1e8)
    .prefault('50000')
    .describe('Likewise of one metric of a project'),
  ATTRIBUTE_KEYS_MAX: wholeNumberSetting(100, 1e6)
    .prefault('10000')
    .describe(
      'Keys of attributes of a project that spans and log records may use within a day. Attributes of new keys above are stored together, in the attribute `hanzo.attributes.overflow`',
    ),
  HANZO_INSTANCE: wholeNumberSetting(0, instanceMax)
    .optional()
    .describe(
      'Tells several receivers of one ClickHouse apart, in the order of arrival; when absent a number drawn at the first start and kept in `HANZO_DATA_DIR`. Each receiver needs a data directory of its own',
    ),
  SPOOL_BYTES_MAX: bytesSetting
    .optional()
    .describe('Disk used before receivers answer 503; when absent 4 GiB, or 80 % of the disk where that is less'),
  SPOOL_SEGMENT_BYTES: bytesSetting
    .prefault('8MiB')
    .describe(
      'A segment of the spool is written to ClickHouse at this size; while an insert is under way it grows, to eight times of it',
    ),
  SPOOL_SEGMENT_MILLISECONDS: wholeNumberSetting(10, 60_000)
    .prefault('300')
    .describe(
      'A segment of the spool is written to ClickHouse at this age; while an insert is under way later, at ten times of it',
    ),
}

type Settings = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]> }

/** The settings, by the names of the environment, and what follows from them. */
export interface Config extends Settings {
  /** Where OTLP over gRPC is received; `undefined` for nowhere. */
  grpcPort: number | undefined
  /** The first owner; made while no user exists. */
  owner: { email: string; password: string } | undefined
}

/** Carries every mistake of the environment, so that one start finds them all. */
export class ConfigError extends HanzoError {
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    super(`the configuration is invalid:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`, {
      code: 'CONFIG_INVALID',
      statusCode: 500,
    })
    this.mistakes = mistakes
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the process's environment.
 * @throws {ConfigError} naming every mistake and its fix.
 */
export function loadConfig(environment: Environment = process.env): Config {
  const mistakes: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries(settings)) {
    // Compose files hand over `NAME=` for a variable that is not set.
    const parsed = setting.safeParse(environment[name] === '' ? undefined : environment[name])
    if (parsed.success) values[name] = parsed.data
    else mistakes.push(`${name}: ${environment[name] ? parsed.error.issues[0]?.message : 'is required'}`)
  }
  const read = values as Partial<Settings>
  const password = readPassword(read.HANZO_ADMIN_PASSWORD_FILE, mistakes)
  mistakes.push(...mistakesBetween(read), ...exampleSecrets(read, password))
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  const config = values as Settings
  const owner =
    config.HANZO_ADMIN_EMAIL !== undefined && password !== undefined
      ? { email: config.HANZO_ADMIN_EMAIL, password }
      : undefined
  return { ...config, HANZO_DATA_DIR: resolve(config.HANZO_DATA_DIR), grpcPort: grpcPortOf(config), owner }
}

function grpcPortOf({ HANZO_GRPC_PORT: port, HANZO_PORT: httpPort }: Settings): number | undefined {
  if (port === 'off') return undefined
  // Two platforms on one machine that differ in HANZO_PORT do not meet here either.
  return port ?? Math.max(0, httpPort - 1)
}

function readPassword(file: string | undefined, mistakes: string[]): string | undefined {
  if (file === undefined) return undefined
  try {
    const password = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
    const parsed = passwordSchema.safeParse(password)
    if (parsed.success) return password
    mistakes.push(`HANZO_ADMIN_PASSWORD_FILE: the password in the file needs ${parsed.error.issues[0]?.message}`)
  } catch (error) {
    mistakes.push(`HANZO_ADMIN_PASSWORD_FILE: cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
  return undefined
}

function mistakesBetween(read: Partial<Settings>): string[] {
  const mistakes: string[] = []
  if (read.HANZO_ACCESS === 'open' && read.HANZO_HOST !== undefined && !isLoopbackHost(read.HANZO_HOST)) {
    mistakes.push(
      `HANZO_ACCESS: open would let everybody who reaches ${read.HANZO_HOST} read and send telemetry; set HANZO_ACCESS=required, or HANZO_HOST=127.0.0.1`,
    )
  }
  if (
    read.HANZO_ACCESS === 'open' &&
    read.HANZO_PUBLIC_URL &&
    !isLoopbackHost(new URL(read.HANZO_PUBLIC_URL).hostname)
  ) {
    mistakes.push('HANZO_ACCESS: open is for this machine only, but HANZO_PUBLIC_URL is not; set HANZO_ACCESS=required')
  }
  if (read.HANZO_PORT !== undefined && read.HANZO_PORT !== 0 && read.HANZO_GRPC_PORT === read.HANZO_PORT) {
    mistakes.push('HANZO_GRPC_PORT: is the port of HTTP, HANZO_PORT; set another one')
  }
  if ((read.HANZO_ADMIN_EMAIL === undefined) !== (read.HANZO_ADMIN_PASSWORD_FILE === undefined)) {
    mistakes.push('HANZO_ADMIN_EMAIL: needs HANZO_ADMIN_PASSWORD_FILE beside it, and the other way round')
  }
  return mistakes
}

const examplePassword = /change[-_ ]?me|example|placeholder|^(password|secret|hanzo|postgres|clickhouse|admin)\d*$/i

/** Secrets of `.env.example` are known to everybody, so they hold on loopback only. */
function exampleSecrets(read: Partial<Settings>, ownerPassword: string | undefined): string[] {
  if (read.HANZO_HOST === undefined || isLoopbackHost(read.HANZO_HOST)) return []
  const secrets: Record<string, string | undefined> = {
    HANZO_API_KEY: read.HANZO_API_KEY,
    HANZO_METRICS_TOKEN: read.HANZO_METRICS_TOKEN,
    HANZO_ADMIN_PASSWORD_FILE: ownerPassword,
    DATABASE_URL: passwordOf(read.DATABASE_URL),
    CLICKHOUSE_URL: passwordOf(read.CLICKHOUSE_URL),
  }
  return Object.entries(secrets)
    .filter(([, secret]) => secret !== undefined && examplePassword.test(secret))
    .map(
      ([name]) =>
        `${name}: holds an example secret while HANZO_HOST is ${read.HANZO_HOST}; set one of your own, for instance from "openssl rand -hex 24"`,
    )
}

function passwordOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).password
}
