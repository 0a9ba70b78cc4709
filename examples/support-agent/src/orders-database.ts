import { SpanKind } from '@opentelemetry/api'
import initSqlJs, { type Database, type SqlValue } from 'sql.js'
import { inSpan } from './spans.ts'
import type { Telemetry } from './telemetry.ts'

export interface OrdersDatabase {
  query(summary: string, sql: string, parameters: SqlValue[]): Promise<Record<string, SqlValue>[]>
}

function fill(database: Database, orderCount: number): void {
  database.run(
    `CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, item TEXT NOT NULL, status TEXT NOT NULL, amount_cents INTEGER NOT NULL);
     CREATE TABLE refunds (order_id INTEGER PRIMARY KEY REFERENCES orders (id), amount_cents INTEGER NOT NULL, reason TEXT NOT NULL);`,
  )
  const items = ['wireless headphones', 'espresso machine', 'trail shoes', 'desk lamp', 'mechanical keyboard']
  const statuses = ['processing', 'shipped', 'delivered', 'delivered', 'returned']
  for (let id = 1; id <= orderCount; id++) {
    const row = [
      id,
      `customer-${id % 40}`,
      items[id % items.length] ?? '',
      statuses[id % 5] ?? '',
      1500 + ((id * 7919) % 48_000),
    ]
    database.run('INSERT INTO orders VALUES (?, ?, ?, ?, ?)', row)
  }
}

/** A real SQLite database in memory (compiled to WebAssembly); each statement is a CLIENT span with `db.*` attributes. */
export async function openOrdersDatabase(telemetry: Telemetry, orderCount: number): Promise<OrdersDatabase> {
  const { Database } = await initSqlJs()
  const database = new Database()
  fill(database, orderCount)
  const rowsReturned = telemetry.meter.createHistogram('db.client.response.returned_rows', { unit: '{row}' })
  const query: OrdersDatabase['query'] = (summary, sql, parameters) => {
    const operation = sql.split(' ', 1)[0] ?? ''
    const attributes = {
      'db.system.name': 'sqlite',
      'db.namespace': 'orders',
      'db.operation.name': operation,
      'db.query.summary': summary,
      'db.query.text': sql,
    }
    return inSpan(telemetry, summary, { kind: SpanKind.CLIENT, attributes }, async (span) => {
      const statement = database.prepare(sql)
      try {
        statement.bind(parameters)
        const rows: Record<string, SqlValue>[] = []
        while (statement.step()) rows.push(statement.getAsObject())
        span.setAttribute('db.response.returned_rows', rows.length)
        rowsReturned.record(rows.length, { 'db.operation.name': operation })
        return rows
      } finally {
        statement.free()
      }
    })
  }
  return { query }
}
