import type { MapNode, MapNodeType } from '@hanzo/schema/api'
import { addFilter } from '@hanzo/search'

type Node = Pick<MapNode, 'type' | 'name'>

const service = (name: string): string => addFilter('', { key: 'service', value: name })
const anyKey = (keys: readonly string[], value: string): string =>
  `(${keys.map((key) => addFilter('', { key, value })).join(' OR ')})`

const others: Record<Exclude<MapNodeType, 'service'>, (name: string) => string> = {
  model: (name) => addFilter('', { key: 'provider', value: name }),
  database: (name) => both(name, ['db.system.name', 'db.system'], ['db.namespace', 'db.name']),
  messaging: (name) => both(name, ['messaging.system'], ['messaging.destination.name']),
  external: (name) => anyKey(['server.address', 'peer.service', 'net.peer.name'], name),
}

/** A system, and behind a blank what of it is used. */
function both(name: string, systemKeys: readonly string[], partKeys: readonly string[]): string {
  const at = name.indexOf(' ')
  if (at < 0) return anyKey(systemKeys, name)
  return `${anyKey(systemKeys, name.slice(0, at))} ${anyKey(partKeys, name.slice(at + 1))}`
}

/** Finds what a node of the map did, or the calls to what sends no spans itself. */
export function nodeSearch({ type, name }: Node): string {
  return type === 'service' ? service(name) : others[type](name)
}

/** Finds the spans that an edge counts: those of the called service, or the caller's where the called one sends none. */
export function edgeSearch(from: Node, to: Node): string {
  if (from.type === 'service' && to.type === 'service') return `${service(to.name)} parent:(${service(from.name)})`
  const [own, other] = from.type === 'service' ? [from, to] : [to, from]
  return `${service(own.name)} ${nodeSearch(other)}`
}
