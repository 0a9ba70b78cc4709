/** A module that a program loads with `require`, and what to do with it. */
export interface ModuleHook {
  /** As it is asked for: `openai`. */
  name: string
  /** @returns what `require` answers instead: the same, or something in its place. */
  loaded(exports: unknown): unknown
}

type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown
interface NodeModule {
  _load: Load
  _cache?: Record<string, { exports?: unknown } | undefined>
}

/**
 * Calls the hooks for modules that are loaded with `require` from now on. Modules that `import` loads as ES modules pass by: no program can be told of those
 * without a flag at its start. Returns how to undo it. Nothing happens where there is no `require`.
 */
export function hookRequire(hooks: readonly ModuleHook[]): () => void {
  const module = nodeModule()
  if (module === undefined) return () => undefined
  const original = module._load
  let isActive = true
  const load: Load = function load(this: unknown, request, ...rest) {
    const exports = original.call(this, request, ...rest)
    if (!isActive) return exports
    const hook = hooks.find((candidate) => candidate.name === request)
    return hook === undefined ? exports : hook.loaded(exports)
  }
  module._load = load
  return () => {
    isActive = false
    // Whoever hooked in later keeps calling this one, which then only passes on.
    if (module._load === load) module._load = original
  }
}

/** The exports of every copy of a package that `require` has loaded already. */
export function loadedModules(name: string): unknown[] {
  const cache = nodeModule()?._cache ?? {}
  const entry = new RegExp(`[\\\\/]node_modules[\\\\/]${name.replace('/', '[\\\\/]')}[\\\\/]index\\.c?js$`)
  return Object.keys(cache)
    .filter((path) => entry.test(path))
    .map((path) => cache[path]?.exports)
}

function nodeModule(): NodeModule | undefined {
  const runtime = globalThis.process as { getBuiltinModule?: (name: string) => unknown } | undefined
  const module = runtime?.getBuiltinModule?.('node:module') as { Module?: NodeModule } | undefined
  return typeof module?.Module?._load === 'function' ? module.Module : undefined
}
