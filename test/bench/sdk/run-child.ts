import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Starts one script of this folder in a process of its own, as a user's program runs: one SDK, nothing else loaded. A name that ends in `.mjs` is run as it is. */
export function startChild(script: string, args: (string | number)[] = []): ChildProcess {
  const isPlain = script.endsWith('.mjs')
  return fork(fileURLToPath(new URL(isPlain ? `./${script}` : `./${script}.ts`, import.meta.url)), args.map(String), {
    execArgv: isPlain ? [] : ['--import', 'tsx', '--expose-gc'],
  })
}

/** Runs a script to its end and resolves to the one message it sent. */
export async function runChild<T>(script: string, args: (string | number)[] = []): Promise<T> {
  const child = startChild(script, args)
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${script} ended with code ${code} and said nothing`)
  })
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [T]
  ended.catch(() => undefined)
  if (child.exitCode === null) await once(child, 'exit')
  return message
}

/** The median of several runs, one after the other; runs of other subjects belong between them, so `rounds` is the caller's loop. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
