import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, exampleBuild, platformBuild, sdkBuild } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { ensureInstalled } from './installation.mjs'
import { prepareNewer } from './newer.mjs'
import { runCommand, runTool, toolEnvironment } from './run-command.mjs'
import { bold, dim, green, printError, red, say, step } from './terminal.mjs'

// In this order, so that the quickest answer comes first.
const checks = {
  format: ['biome', ['check', '.', '--error-on-warnings']],
  lint: ['oxlint', ['--type-aware', '--deny-warnings']],
  unused: ['knip', ['--no-progress', '--no-config-hints']],
  types: [
    'turbo',
    ['run', 'typecheck', '--continue', '--output-logs=errors-only', '--ui=stream', '--no-update-notifier'],
  ],
}
const testProjects = ['unit', 'contract', 'pipeline', 'sdk', 'console']
// The SDK's suite once more, on Node 22 and OpenTelemetry 3.x.
const newer = 'newer'
const stages = [...Object.keys(checks), ...testProjects, newer]

/**
 * `npm test [stage …]`: installs, builds, checks and tests, all stages or the named ones, and goes on after a failure.
 * The last line is `N passed, N failed`: every check counts as one, every test as one.
 * @returns the exit code.
 */
export async function test(wanted) {
  const unknown = wanted.filter((name) => !stages.includes(name))
  if (unknown.length > 0) {
    say(`no stage is called ${unknown.join(', ')}; there are ${stages.join(', ')}`)
    return 1
  }
  const isWanted = (name) => wanted.length === 0 || wanted.includes(name)
  const total = { passed: 0, failed: 0, skipped: 0 }
  try {
    await prepare()
    for (const name of Object.keys(checks).filter(isWanted)) await runCheck(name, total)
    for (const name of [...testProjects, newer].filter(isWanted)) await runTests(name, total)
  } catch (error) {
    printError(error)
    total.failed += 1
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
  say(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
}

async function prepare() {
  await ensureInstalled({ forTests: true })
  await ensureBuilt(platformBuild, 'Building (about a minute the first time)')
  await ensureBuilt(sdkBuild, 'Building the SDK')
  await ensureBuilt(exampleBuild, 'Building the example')
}

async function runCheck(name, total) {
  const [tool, args] = checks[name]
  const started = performance.now()
  const { code, output } = await runTool(tool, args, { env: toolEnvironment })
  const seconds = dim(`${((performance.now() - started) / 1000).toFixed(1)} s`)
  if (code === 0) {
    total.passed += 1
    say(`${green('✓')} ${name} ${dim(`${tool} ${args[0]}`)} ${seconds}`)
  } else {
    total.failed += 1
    say(`${red('✗')} ${name} ${seconds}\n${output.trimEnd()}`)
  }
}

async function runTests(name, total) {
  say(`\n${bold(name)}`)
  const folder = mkdtempSync(join(tmpdir(), 'hanzo-test-'))
  const counts = join(folder, 'counts')
  const env = { ...toolEnvironment, HANZO_TEST_COUNTS: counts }
  try {
    if (['console', 'sdk', newer].includes(name)) env.CHROMIUM_PATH = await ensureChromium()
    const { code } = name === newer ? await runNewer(env) : await runProject(name, env)
    const failedBefore = total.failed
    addCounts(counts, total)
    if (code !== 0 && total.failed === failedBefore) total.failed += 1
  } catch (error) {
    printError(error)
    total.failed += 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const runProject = (name, env) =>
  runTool('vitest', ['run', '--project', name, '--passWithNoTests'], { show: true, env })

/**
 * Types first: what one line of OpenTelemetry lacks shows there before it fails in a test. Then the suite, then the guide with what npm installs for
 * Node 22, where OpenTelemetry 3.x stands beside the 2.x of the guide's own processor.
 */
async function runNewer(env) {
  const { folder, node } = await step('Installing Node 22 and OpenTelemetry 3.x', prepareNewer)
  const bin = (name, file) => join(folder, 'node_modules', name, file)
  const types = await runCommand(node, [bin('typescript', 'bin/tsc'), '-p', 'packages/sdk'], { cwd: folder })
  if (types.code !== 0) say(types.output.trimEnd())
  const tests = await runCommand(node, [bin('vitest', 'vitest.mjs'), 'run'], { cwd: folder, show: true, env })
  const guide = ['run', '--project', 'sdk', 'test/sdk/guide.test.ts']
  const programs = await runTool('vitest', guide, { show: true, env: { ...env, HANZO_TEST_NODE: node } })
  return { code: types.code || tests.code || programs.code }
}

function addCounts(file, total) {
  let lines = []
  try {
    lines = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean)
  } catch (error) {
    // Vitest ended before its reporter could count, which its exit code tells.
    if (error.code !== 'ENOENT') throw error
  }
  for (const { passed, failed, skipped } of lines.map((line) => JSON.parse(line))) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
}
