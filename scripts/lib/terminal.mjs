import { LaunchError } from './launch-error.mjs'

const isTerminal = process.stdout.isTTY === true && process.env.TERM !== 'dumb'
const isColoured = isTerminal && !process.env.NO_COLOR
const paint = (code) => (text) => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text)
export const bold = paint('1')
export const dim = paint('2')
export const red = paint('31')
export const green = paint('32')
export const yellow = paint('33')
export const cyan = paint('36')

export const say = (text = '') => process.stdout.write(`${text}\n`)
export const warn = (text) => process.stderr.write(`${yellow('!')} ${text}\n`)

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`
const repeatMs = isTerminal ? 100 : 15_000
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/**
 * Runs `work` and shows that it runs: a line that counts the seconds on a terminal, a line every 15 s elsewhere.
 * @param label what happens, with how long it may take where that is long.
 */
export async function step(label, work) {
  const started = performance.now()
  let frame = 0
  const show = () => {
    frame = (frame + 1) % frames.length
    if (isTerminal) process.stdout.write(`\r\u001b[2K${cyan(frames[frame])} ${label} ${dim(seconds(started))}`)
    else say(`  ${label} … ${seconds(started)}`)
  }
  if (isTerminal) show()
  const timer = setInterval(show, repeatMs)
  try {
    const result = await work()
    say(`${isTerminal ? '\r\u001b[2K' : ''}${green('✓')} ${label} ${dim(seconds(started))}`)
    return result
  } catch (error) {
    say(`${isTerminal ? '\r\u001b[2K' : ''}${red('✗')} ${label} ${dim(seconds(started))}`)
    throw error
  } finally {
    clearInterval(timer)
  }
}

/** Prints why something did not work: message and fix of what was expected, the stack of what was not. */
export function printError(error) {
  if (error instanceof LaunchError) {
    process.stderr.write(`\n${red('✗')} ${bold(error.message)}\n`)
    if (error.fix) process.stderr.write(`  ${error.fix.replaceAll('\n', '\n  ')}\n`)
  } else {
    process.stderr.write(`\n${red('✗')} ${error?.stack ?? error}\n`)
  }
}
