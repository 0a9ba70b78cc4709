import type { FastifyInstance } from 'fastify'

export interface Check {
  name: string
  /** Rejects, with the reason as its message, while the part cannot do its work. */
  run(): Promise<void>
}

interface Outcome {
  name: string
  ok: boolean
  reason?: string
}

const checkMilliseconds = 3_000
/** Load balancers of several replicas ask often: one answer serves all who ask within this time. */
const rememberMilliseconds = 1_000

/** `/healthz`: the process answers. `/readyz`: it can do its work, else 503 and which part cannot. */
export async function health(app: FastifyInstance, { checks }: { checks: readonly Check[] }): Promise<void> {
  let last: { at: number; outcomes: Promise<Outcome[]> } | undefined
  function outcomes(): Promise<Outcome[]> {
    if (!last || Date.now() - last.at > rememberMilliseconds) {
      last = { at: Date.now(), outcomes: Promise.all(checks.map(outcomeOf)) }
    }
    return last.outcomes
  }
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }))
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const found = await outcomes()
    const isReady = found.every(({ ok }) => ok)
    reply.code(isReady ? 200 : 503).header('cache-control', 'no-store')
    return { status: isReady ? 'ready' : 'not ready', checks: found }
  })
}

async function outcomeOf({ name, run }: Check): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), checkMilliseconds)
  })
  try {
    await Promise.race([run(), late])
    return { name, ok: true }
  } catch (error) {
    return { name, ok: false, reason: (error as Error).message }
  } finally {
    clearTimeout(timer)
  }
}
