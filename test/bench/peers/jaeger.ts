import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../../platform/free-port.ts'
import type { Subject } from './subject.ts'

/**
 * Jaeger's all-in-one 1.x with its embedded store, Badger, which syncs every write. Its queue holds a burst in memory, as a spool does on disk:
 * a request is acknowledged when its spans are in the queue, before they are stored.
 */
export async function startJaeger(binary: string): Promise<Subject> {
  const directory = await mkdtemp(join(tmpdir(), 'hanzo-jaeger-'))
  const [otlp, grpc, query, queryGrpc, admin] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ])
  const others = ['collector.http-server', 'collector.grpc-server']
  const ports = await Promise.all(others.map(() => freePort()))
  const child = spawn(
    binary,
    [
      '--badger.ephemeral=false',
      '--badger.consistency=true',
      `--badger.directory-key=${join(directory, 'key')}`,
      `--badger.directory-value=${join(directory, 'value')}`,
      '--collector.enable-span-size-metrics=false',
      '--collector.queue-size=1000000',
      '--collector.otlp.enabled=true',
      `--collector.otlp.http.host-port=127.0.0.1:${otlp}`,
      `--collector.otlp.grpc.host-port=127.0.0.1:${grpc}`,
      `--query.http-server.host-port=127.0.0.1:${query}`,
      `--query.grpc-server.host-port=127.0.0.1:${queryGrpc}`,
      `--admin.http.host-port=127.0.0.1:${admin}`,
      ...others.map((name, index) => `--${name}.host-port=127.0.0.1:${ports[index]}`),
      '--log-level=error',
    ],
    { env: { NODE_ENV: 'production', SPAN_STORAGE_TYPE: 'badger' }, stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const tracesUrl = new URL(`http://127.0.0.1:${otlp}/v1/traces`)
  const ended = once(child, 'exit')
  const metrics = async () => (await fetch(`http://127.0.0.1:${admin}/metrics`)).text()
  await Promise.race([
    // Its ports open one after the other.
    untilAnswers(metrics).then(() => untilAnswers(() => fetch(tracesUrl))),
    ended.then(([code]) => {
      throw new Error(`jaeger ended with code ${code}`)
    }),
  ])
  return {
    name: 'Jaeger all-in-one, Badger',
    durability: 'answered from memory; stored with fsync; index of service, operation, tags, duration',
    tracesUrl,
    pids: [child.pid ?? 0],
    async countStored() {
      let stored = 0
      for (const [, result, value] of (await metrics()).matchAll(
        /^jaeger_collector_spans_saved_by_svc_total\{.*result="(\w+)".*\} (\S+)$/gm,
      )) {
        if (result === 'ok') stored += Number(value)
      }
      return stored
    },
    // Badger compacts on its own account; it has no word for being done.
    settle: () => delay(5_000),
    async close() {
      child.kill('SIGTERM')
      await ended
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function untilAnswers(ask: () => Promise<unknown>): Promise<void> {
  for (const until = performance.now() + 30_000; ; ) {
    try {
      await ask()
      return
    } catch (error) {
      if (performance.now() > until) throw error
      await delay(100)
    }
  }
}
