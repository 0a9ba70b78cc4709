// What the strictest of the model providers accepts as the name of a function.
const NAME_CHARACTERS_MAX = 64
const REFUSED = /[^a-zA-Z0-9_-]/g

/** Gives every tool of every server a name that the model can use and no other tool has. A tool keeps its name for as long as the object lives. */
export interface ToolNames {
  /** @returns the name, and whether it had to differ from the one asked for because that was taken. */
  nameOf(serverName: string, toolName: string, prefixed: boolean): { name: string; renamed: boolean }
}

/**
 * A name is `<server>-<tool>`, or `<tool>` without prefix. Characters that models refuse become `_`, and more than 64 are cut. If the name is taken, a tool
 * without prefix gets its prefix; after that, `-2`, `-3` and so on.
 * @param reserved names that are taken already, as those of local tools.
 */
export function createToolNames(reserved: Iterable<string> = []): ToolNames {
  const taken = new Set(reserved)
  const names = new Map<string, { name: string; renamed: boolean }>()
  return {
    nameOf(serverName, toolName, prefixed) {
      const key = JSON.stringify([serverName, toolName])
      const known = names.get(key)
      if (known !== undefined) return known
      const withPrefix = usable(`${serverName}-${toolName}`)
      const asked = prefixed ? withPrefix : usable(toolName)
      const name = [asked, withPrefix].find((candidate) => !taken.has(candidate)) ?? numbered(withPrefix, taken)
      const decided = { name, renamed: name !== asked }
      taken.add(name)
      names.set(key, decided)
      return decided
    },
  }
}

function usable(name: string): string {
  return name.replace(REFUSED, '_').slice(0, NAME_CHARACTERS_MAX)
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) {
    const suffix = `-${number}`
    const candidate = name.slice(0, NAME_CHARACTERS_MAX - suffix.length) + suffix
    if (!taken.has(candidate)) return candidate
  }
}
