import {
  bigint,
  boolean,
  date,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

const createdAt = timestamp('created_at', { withTimezone: true }).notNull().defaultNow()

export const organizations = pgTable('organizations', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  createdAt,
})

/** `email` is stored in lower case. */
export const users = pgTable(
  'users',
  {
    id: text('id').primaryKey(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    passwordHash: text('password_hash').notNull(),
    createdAt,
  },
  (table) => [uniqueIndex('users_email_unique').on(table.email)],
)

export const memberRoles = ['owner', 'admin', 'member', 'viewer'] as const

export const members = pgTable(
  'members',
  {
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role', { enum: memberRoles }).notNull(),
    createdAt,
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.userId] }),
    index('members_user_id_index').on(table.userId),
  ],
)

/** `id` stands in URLs and in every telemetry row. */
export const projects = pgTable(
  'projects',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    retentionDays: integer('retention_days').notNull(),
    createdAt,
  },
  (table) => [index('projects_organization_id_index').on(table.organizationId)],
)

/** What a key may do: everything that keys may, or send telemetry alone. */
export const keyScopes = ['all', 'ingest'] as const

/** Of a key only its SHA-256 is stored: the key itself is shown once. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    prefix: text('prefix').notNull(),
    keySha256: text('key_sha256').notNull(),
    scope: text('scope', { enum: keyScopes }).notNull().default('all'),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt,
    lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('api_keys_key_sha256_unique').on(table.keySha256),
    index('api_keys_project_id_index').on(table.projectId),
  ],
)

/** Of a session token only its SHA-256 is stored. */
export const sessions = pgTable(
  'sessions',
  {
    tokenSha256: text('token_sha256').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt,
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table) => [index('sessions_user_id_index').on(table.userId), index('sessions_expires_at_index').on(table.expiresAt)],
)

/** What people set for a project; null, or no row, is no limit of its own. */
export const projectLimits = pgTable('project_limits', {
  projectId: text('project_id')
    .primaryKey()
    .references(() => projects.id, { onDelete: 'cascade' }),
  recordsPerSecond: bigint('records_per_second', { mode: 'number' }),
  bytesPerSecond: bigint('bytes_per_second', { mode: 'number' }),
  burstSeconds: integer('burst_seconds').notNull(),
  recordsPerDay: bigint('records_per_day', { mode: 'number' }),
  bytesPerDay: bigint('bytes_per_day', { mode: 'number' }),
  updatedBy: text('updated_by').references(() => users.id, { onDelete: 'set null' }),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
})

/** What a project sent on a day of UTC; every receiver adds its own. */
export const projectUsage = pgTable(
  'project_usage',
  {
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    day: date('day', { mode: 'string' }).notNull(),
    signal: text('signal', { enum: ['traces', 'metrics', 'logs'] }).notNull(),
    records: bigint('records', { mode: 'number' }).notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    refusedRequests: bigint('refused_requests', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.day, table.signal] })],
)

/** The processes that receive telemetry into one ClickHouse, by their numbers: how far the rows of each are stored. */
export const receivers = pgTable('receivers', {
  instance: smallint('instance').primaryKey(),
  run: text('run').notNull(),
  storedThrough: numeric('stored_through', { precision: 20, scale: 0 }).notNull(),
  isLooking: boolean('is_looking').notNull(),
  seenAt: timestamp('seen_at', { withTimezone: true }).notNull().defaultNow(),
})

export const savedViewPages = ['traces', 'logs', 'metrics'] as const

/** Views of the console's pages by name. A deleted one is kept for a day, so that it can be had back. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    page: text('page', { enum: savedViewPages }).notNull(),
    name: text('name').notNull(),
    search: text('search').notNull(),
    isShared: boolean('is_shared').notNull(),
    createdBy: text('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt,
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [index('saved_views_project_id_index').on(table.projectId, table.page)],
)
