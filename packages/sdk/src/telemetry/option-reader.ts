import type { Diagnostic } from './diagnostics.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface NumberRange {
  min: number
  max: number
  integer?: boolean | undefined
}

/** The longest wait that a timer takes; a longer one would fire at once. */
export const TIMER_MILLIS_MAX = 2_147_483_647

/** Reads options: the value given, else that of the first environment variable that has one, else the default. A wrong value is told and passed over. */
export interface OptionReader {
  number(name: string, given: unknown, variables: readonly string[], fallback: number, range: NumberRange): number
  boolean(name: string, given: unknown, variables: readonly string[], fallback: boolean): boolean
  /** `accept` turns what was given, or a variable's text in lower case, into a value; undefined for a wrong one. */
  choice<T>(
    name: string,
    given: unknown,
    variables: readonly string[],
    fallback: T,
    accept: (value: unknown) => T | undefined,
    expected: string,
  ): T
  text<T extends string | undefined>(
    name: string,
    given: unknown,
    variables: readonly string[],
    fallback: T,
  ): string | T
  /** Tells of a wrong value. */
  refuse(name: string, expected: string, value: unknown, used: string): void
}

/** A value as a message may show it. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100))
  return typeof value === 'object' && value !== null ? `an ${Array.isArray(value) ? 'array' : 'object'}` : String(value)
}

function textOf(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim()
  return value === '' ? undefined : value
}

export function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === '1' || value === 'yes' || value === 'on') return true
  if (value === 'false' || value === '0' || value === 'no' || value === 'off') return false
  return undefined
}

function toNumber(value: unknown, range: NumberRange): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined
  if (number < range.min || number > range.max) return undefined
  return range.integer !== false && range.max > 1 && !Number.isInteger(number) ? undefined : number
}

export function createOptionReader(environment: Environment, report: (diagnostic: Diagnostic) => void): OptionReader {
  function refuse(name: string, expected: string, value: unknown, used: string): void {
    const message = `${name} must be ${expected}, not ${shown(value)}; ${used} is used`
    report({ level: 'warn', code: 'invalid_option', message })
  }

  function choice<T>(
    name: string,
    given: unknown,
    variables: readonly string[],
    fallback: T,
    accept: (value: unknown) => T | undefined,
    expected: string,
  ): T {
    const sources: [string, unknown][] = [
      [name, given],
      ...variables.map((variable): [string, unknown] => [variable, textOf(environment, variable)?.toLowerCase()]),
    ]
    for (const [source, value] of sources) {
      if (value === undefined || value === null) continue
      const accepted = accept(value)
      if (accepted !== undefined) return accepted
      const next = source === name && variables.some((variable) => textOf(environment, variable) !== undefined)
      refuse(source, expected, value, next ? 'the environment' : shown(fallback))
    }
    return fallback
  }

  return {
    refuse,
    choice,
    number(name, given, variables, fallback, range) {
      const kind = range.max > 1 && range.integer !== false ? 'a whole number' : 'a number'
      const accept = (value: unknown) => toNumber(value, range)
      return choice(name, given, variables, fallback, accept, `${kind} from ${range.min} to ${range.max}`)
    },
    boolean: (name, given, variables, fallback) => choice(name, given, variables, fallback, toBoolean, 'true or false'),
    text(name, given, variables, fallback) {
      if (typeof given === 'string' && given.trim() !== '') return given
      if (given !== undefined && given !== null && given !== '') refuse(name, 'text', given, 'the default')
      for (const variable of variables) {
        const value = textOf(environment, variable)
        if (value !== undefined) return value
      }
      return fallback
    },
  }
}
