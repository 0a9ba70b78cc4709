import type { MapEdge, MapNode, MapNodeType, ServiceMap, ServiceMapQuery } from '@hanzo/schema/api'
import { mapNodeTypeSchema } from '@hanzo/schema/api'
import { joinReceipts, type QueryContext } from './run-query.ts'
import { type CallBetween, type CallOfOther, countCalls } from './service-calls.ts'
import { chooseMapSample } from './span-sample.ts'
import { resolveBounds } from './time-bounds.ts'

const mapEdgesMax = 500

const serviceId = (name: string): string => `service ${name}`

/**
 * Who calls whom: services that call services, and what they call that sends no spans itself.
 * @returns at most `mapEdgesMax` edges, those with most calls; estimated from a sample where the range has many spans.
 * @throws {InvalidQueryError}
 */
export async function serviceMap(context: QueryContext, query: ServiceMapQuery): Promise<ServiceMap> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const { sample, receipt } = await chooseMapSample(context, bounds)
  const { between, others } = await countCalls(context, bounds, sample, mapEdgesMax + 1)
  const edges = joinCalls(between.rows, others.rows)
  return {
    seconds: (bounds.toMilliseconds - bounds.fromMilliseconds) / 1000,
    nodes: nodesOf(edges),
    edges: edges.slice(0, mapEdgesMax).map(({ spanCount, errorCount, ...edge }) => ({
      ...edge,
      spanCount: Math.round(spanCount * sample.scale),
      errorCount: Math.round(errorCount * sample.scale),
    })),
    truncated: edges.length > mapEdgesMax,
    sample: { minutes: sample.minutes, ofMinutes: sample.ofMinutes },
    receipt: joinReceipts(receipt, between.receipt, others.receipt),
  }
}

/**
 * Calls as edges, those with most calls first. What a service calls under an address, and answers with spans of its own, is
 * that service: the address is no thing beside it.
 */
export function joinCalls(between: readonly CallBetween[], others: readonly CallOfOther[]): MapEdge[] {
  const answered = new Set(between.flatMap(({ caller, peers }) => peers.map((peer) => `${caller} ${peer}`)))
  const services = new Set([
    ...between.flatMap(({ caller, callee }) => [caller, callee]),
    ...others.map(({ service }) => service),
  ])
  const calls = between.map((call) => edgeOf(serviceId(call.caller), serviceId(call.callee), call))
  const rest = others
    .filter(({ service, called }) => !answered.has(`${service} ${called}`))
    .map((call) => {
      const name = call.called.trim()
      const external = name.startsWith('external ') ? name.slice('external '.length) : undefined
      // The name of a service that is known, by a caller whose calls were not seen to arrive.
      const id = external !== undefined && services.has(external) ? serviceId(external) : name
      const own = serviceId(call.service)
      return call.isConsumer ? edgeOf(id, own, call) : edgeOf(own, id, call)
    })
  const known = new Set(calls.map(({ from, to }) => `${from} ${to}`))
  return [...calls, ...rest.filter(({ from, to }) => from !== to && !known.has(`${from} ${to}`))].sort(
    (a, b) => b.spanCount - a.spanCount || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1),
  )
}

function edgeOf(from: string, to: string, { spans, errors, durations }: CallBetween | CallOfOther): MapEdge {
  const [p50, p95, p99] = durations.map(Math.round)
  return { from, to, spanCount: spans, errorCount: errors, p50: p50 ?? null, p95: p95 ?? null, p99: p99 ?? null }
}

function nodesOf(edges: readonly MapEdge[]): MapNode[] {
  const ids = new Set(edges.slice(0, mapEdgesMax).flatMap(({ from, to }) => [from, to]))
  return [...ids].map((id) => {
    const at = id.indexOf(' ')
    return { id, type: typeOf(id.slice(0, at)), name: id.slice(at + 1) }
  })
}

function typeOf(text: string): MapNodeType {
  const type = mapNodeTypeSchema.safeParse(text)
  return type.success ? type.data : 'external'
}
