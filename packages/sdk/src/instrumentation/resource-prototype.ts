/**
 * The prototype that a resource of a client (`chat.completions`, `messages`) has its methods on, found from the client's class, from the module that
 * exports the class, or from a client. Undefined where there is none, as in versions that lack the resource.
 */
export function resourcePrototype(source: unknown, className: string, path: readonly string[]): unknown {
  const exported = source as Record<string, unknown> | null | undefined
  // What `require` answers is a function that only stands for the class, and a class may have a field of its own name that is another class.
  for (const candidate of [source, exported?.[className], exported?.default]) {
    const resourceClass = typeof candidate === 'function' ? dig(candidate, path.map(capitalised)) : undefined
    if (typeof resourceClass === 'function') return resourceClass.prototype
  }
  return prototypeOf(dig(source, path))
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
