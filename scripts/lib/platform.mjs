import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { LaunchError } from './launch-error.mjs'
import { fromRoot } from './paths.mjs'
import { toolEnvironment } from './run-command.mjs'
import { dim, red, say, warn, yellow } from './terminal.mjs'

const readyMsMax = 120_000
const drainMsMax = 30_000
const lastWordsMax = 40
const pinoWarn = 40
const pinoError = 50

/**
 * Starts the platform's process and waits until it answers.
 * @param options.onExit told when it ends by itself after it was ready.
 * @returns `{ ready, stop, kill }`: `ready` is the message in which it says where it listens.
 * @throws {LaunchError} if it ends, or says nothing for two minutes, before it is ready.
 */
export async function startPlatform({ environment, log, onExit }) {
  const child = fork(fromRoot('apps/ingest/dist/main.js'), [], {
    env: { ...process.env, ...toolEnvironment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C reaches the launcher alone, which ends the processes in their order.
    detached: process.platform !== 'win32',
  })
  const lastWords = []
  let isReady = false
  createInterface({ input: child.stdout }).on('line', (line) => {
    log.write(line)
    const text = forTerminal(line)
    if (text) say(text)
  })
  // Why it ends, in words meant for a person.
  createInterface({ input: child.stderr }).on('line', (line) => {
    log.write(line)
    lastWords.push(line)
    if (lastWords.length > lastWordsMax) lastWords.shift()
    if (isReady) say(line)
  })

  // Not `exit`, which comes before its last words.
  const exited = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  let isStopping = false
  const ready = await untilReady(child, exited, lastWords, log)
  isReady = true
  void exited.then((exit) => isStopping || onExit?.(exit))
  return {
    ready,
    kill: () => child.kill('SIGKILL'),
    async stop() {
      isStopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      // Windows has no SIGTERM: there the end of the channel asks for the same orderly stop.
      if (process.platform === 'win32') child.disconnect()
      else child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), drainMsMax)
      await exited
      clearTimeout(timer)
    },
  }
}

async function untilReady(child, exited, lastWords, log) {
  let timer
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve('late'), readyMsMax)
  })
  const ready = new Promise((resolve) => {
    child.on('message', (message) => message?.type === 'ready' && resolve({ message }))
  })
  const first = await Promise.race([ready, exited, late])
  clearTimeout(timer)
  if (first.message) return first.message
  if (first === 'late') child.kill('SIGKILL')
  const what =
    first === 'late' ? `did not get ready within ${readyMsMax / 1000} s` : `ended at once (${exitText(first)})`
  const fix = [...lastWords.map((line) => line.replace(/^hanzo: /, '')), `The whole log: ${log.file}`].join('\n')
  throw new LaunchError(`the platform ${what}`, { fix })
}

export const exitText = ({ code, signal }) => (signal ? `signal ${signal}` : `exit code ${code}`)

/** A log record that somebody at the terminal should see: warnings and errors. Everything is in the log file. */
function forTerminal(line) {
  const record = parseRecord(line)
  if (!record || record.level < pinoWarn) return undefined
  const mark = record.level >= pinoError ? red('error') : yellow('warning')
  const reason = record.err?.message && record.err.message !== record.msg ? dim(` ${record.err.message}`) : ''
  return `${mark} ${record.msg ?? ''}${reason}`
}

function parseRecord(line) {
  try {
    const record = JSON.parse(line)
    return typeof record?.level === 'number' ? record : undefined
  } catch {
    // Next and Node print plain text.
    return undefined
  }
}

const restartMsMax = 30_000
const crashesMax = 5
const crashWindowMs = 120_000

/**
 * Keeps the platform running: one that ends by itself is started again, later each time.
 * @param options.onGiveUp told after five ends within two minutes.
 */
export async function keepPlatform({ environment, log, onGiveUp }) {
  let crashes = []
  let isStopping = false
  let platform
  const start = () => startPlatform({ environment, log, onExit: (exit) => void restart(exitText(exit)) })

  async function restart(reason) {
    if (isStopping) return
    crashes = [...crashes.filter((at) => Date.now() - at < crashWindowMs), Date.now()]
    if (crashes.length >= crashesMax) {
      return onGiveUp(new LaunchError(`the platform ended ${crashes.length} times`, { fix: `Its log: ${log.file}` }))
    }
    const waitMs = Math.min(500 * 2 ** crashes.length, restartMsMax)
    warn(`the platform ended (${reason}); starting it again in ${waitMs / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    if (isStopping) return
    try {
      platform = await start()
      if (isStopping) await platform.stop()
      else say('the platform is back')
    } catch (error) {
      await restart(error.message)
    }
  }

  platform = await start()
  return {
    ready: platform.ready,
    kill: () => platform.kill(),
    stop() {
      isStopping = true
      return platform.stop()
    },
  }
}
