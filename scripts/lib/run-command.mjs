import { spawn } from 'node:child_process'
import { fromRoot, root } from './paths.mjs'

const outputCharsMax = 200_000
const running = new Set()
// A command that outlives this process would go on building, or hold the lock of the next build.
process.on('exit', () => {
  for (const child of running) child.kill()
})

/**
 * Runs a program to its end.
 * @param options.show prints its output as it comes, else it is collected.
 * @returns exit code and the last 200,000 characters of its output.
 */
export function runCommand(command, args, { show = false, env = {}, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      // npm and npx are batch files on Windows, which only a shell starts.
      shell: process.platform === 'win32' && !command.endsWith('.exe'),
    })
    running.add(child)
    let output = ''
    const collect = (chunk) => {
      output = (output + chunk).slice(-outputCharsMax)
    }
    child.stdout?.setEncoding('utf8').on('data', collect)
    child.stderr?.setEncoding('utf8').on('data', collect)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      running.delete(child)
      resolve({ code: code ?? 1, signal, output })
    })
  })
}

/** Runs npm: the one that runs this script, else the one on the path. */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath
  if (npm?.endsWith('.js')) return runCommand(process.execPath, [npm, ...args], options)
  return runCommand('npm', args, options)
}

/** Runs a program of an installed package. */
export function runTool(name, args, options) {
  const suffix = process.platform === 'win32' ? '.cmd' : ''
  return runCommand(fromRoot('node_modules', '.bin', name + suffix), args, options)
}

/** Keeps the tools quiet and at home: none of them reports its use to anyone. */
export const toolEnvironment = {
  NEXT_TELEMETRY_DISABLED: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
}
