/**
 * The prototype that a resource of a client (`chat.completions`, `messages`) has its methods on, found from the client's class, from the module that
 * exports the class, or from a client. Undefined where there is none, as in versions that lack the resource.
 */
export function resourcePrototype(source: unknown, className: string, path: readonly string[]): unknown {
  const exported = source as Record<string, unknown> | undefined
  const clientClass = typeof source === 'function' ? source : (exported?.[className] ?? exported?.default)
  if (typeof clientClass !== 'function') return prototypeOf(dig(source, path))
  const resourceClass = dig(clientClass, path.map(capitalised))
  return typeof resourceClass === 'function' ? resourceClass.prototype : undefined
}

function prototypeOf(resource: unknown): unknown {
  return typeof resource === 'object' && resource !== null ? Object.getPrototypeOf(resource) : undefined
}

function dig(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], value)
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
