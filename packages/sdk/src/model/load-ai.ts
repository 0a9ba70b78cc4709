import { AgentError } from '../agent/agent-error.ts'

export type AiSdk = typeof import('ai')

let loading: Promise<AiSdk> | undefined
let loaded: AiSdk | undefined

/** The AI SDK where it has been loaded before. */
export const loadedAi = (): AiSdk | undefined => loaded

/**
 * The Vercel AI SDK, loaded when the first agent runs and not before.
 * @throws {AgentError} `PACKAGE_MISSING` with the command that installs it.
 */
export function loadAi(): Promise<AiSdk> {
  loading ??= import('ai').then(
    (ai) => {
      loaded = ai
      return ai
    },
    (cause: unknown) => {
      loading = undefined
      throw isMissing(cause)
        ? new AgentError(
            'PACKAGE_MISSING',
            'agents need the package `ai` (the Vercel AI SDK), which is not installed: run `npm install ai@6`',
            { package: 'ai' },
            { cause },
          )
        : cause
    },
  )
  return loading
}

/** Only `ai` itself: a package that `ai` misses is another matter, and its own message tells which. */
function isMissing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return (
    (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') &&
    typeof message === 'string' &&
    /(package|module) '?ai'?( |$)/i.test(message)
  )
}
