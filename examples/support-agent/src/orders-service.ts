import { setTimeout as delay } from 'node:timers/promises'
import { HttpError, type HttpService, startHttpService } from './http-service.ts'
import { openOrdersDatabase } from './orders-database.ts'
import { log } from './spans.ts'
import type { Telemetry } from './telemetry.ts'

const orderCount = 500

/** The shop's order service: looks orders up and refunds them. One refund in twelve runs into the payment provider's time-out. */
export async function startOrdersService(telemetry: Telemetry, random: () => number): Promise<HttpService> {
  const database = await openOrdersDatabase(telemetry, orderCount)
  const refundTotal = telemetry.meter.createCounter('shop.refunds', {
    unit: '{refund}',
    description: 'Refunds paid out.',
  })
  const refundAmount = telemetry.meter.createCounter('shop.refund.amount', { unit: 'USD' })

  async function findOrder(id: string) {
    const [order] = await database.query('SELECT orders', 'SELECT * FROM orders WHERE id = ?', [Number(id)])
    if (!order) throw new HttpError(404, `order ${id} does not exist`)
    return order
  }

  return startHttpService(telemetry, {
    'GET /orders/:id': async ({ path }) => {
      await delay(5 + random() * 25)
      return findOrder(path.id ?? '')
    },
    'POST /orders/:id/refund': async ({ path, body }) => {
      const order = await findOrder(path.id ?? '')
      const { reason } = body as { reason: string }
      await delay(40 + random() * 80)
      if (random() < 1 / 12) {
        await delay(900)
        log(telemetry, 'error', 'payment provider timed out', {
          'order.id': Number(path.id),
          'payment.provider': 'acme-pay',
        })
        throw new HttpError(504, 'payment provider timed out after 1000 ms')
      }
      const sql = 'INSERT INTO refunds VALUES (?, ?, ?) ON CONFLICT (order_id) DO NOTHING'
      await database.query('INSERT refunds', sql, [Number(path.id), Number(order.amount_cents), reason])
      refundTotal.add(1, { reason })
      refundAmount.add(Number(order.amount_cents) / 100)
      log(telemetry, 'info', `refunded order ${path.id}`, { 'order.id': Number(path.id), 'refund.reason': reason })
      return { orderId: Number(path.id), refunded: Number(order.amount_cents) / 100 }
    },
  })
}
