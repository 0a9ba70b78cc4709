import assert from 'node:assert/strict'
import { parseArgs } from 'node:util'
import { machine, printTable } from '../bench/measure.ts'
import { type AbusedPlatform, startAbusedPlatform } from './abused-platform.ts'
import { until } from './raw-connection.ts'
import type { Figures, Scenario } from './scenario.ts'
import { mutatedBodies, truncatedBodies } from './scenarios/broken-bodies.ts'
import { clockJumps, engineDeaf, engineDown, engineRefusing, engineSlow } from './scenarios/failing-engine.ts'
import { floodingProject, limitedProject } from './scenarios/flooding-project.ts'
import { fullDisk } from './scenarios/full-disk.ts'
import { grpcFloods } from './scenarios/grpc-floods.ts'
import { halfClosed } from './scenarios/half-closed.ts'
import { decompressionBombs, hugeValues } from './scenarios/huge-values.ts'
import { largeJson } from './scenarios/large-json.ts'
import { manyConnections, moreConnectionsThanAllowed } from './scenarios/many-connections.ts'
import { sharedSpool } from './scenarios/shared-spool.ts'
import { slowSenders } from './scenarios/slow-senders.ts'

const scenarios: readonly Scenario[] = [
  truncatedBodies,
  mutatedBodies,
  hugeValues,
  largeJson,
  decompressionBombs,
  halfClosed,
  grpcFloods,
  manyConnections,
  moreConnectionsThanAllowed,
  slowSenders,
  engineDown,
  engineSlow,
  engineRefusing,
  engineDeaf,
  fullDisk,
  sharedSpool,
  floodingProject,
  limitedProject,
  clockJumps,
]

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })

interface Outcome {
  scenario: Scenario
  figures: Figures
  failure: unknown
}

/** Plays a scenario against a platform, and looks whether that is as well afterwards as it was before. */
async function play(scenario: Scenario, platform: AbusedPlatform): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    const error = new Error(`took longer than ${scenario.secondsMax} s`)
    timer = setTimeout(() => reject(error), scenario.secondsMax * 1_000)
  })
  const errorsBefore = platform.errors().length
  try {
    // What the scenario before has sent is not this one's.
    await platform.drained()
    const figures = await Promise.race([scenario.run(platform), late])
    assert.ok(platform.isAlive(), 'the platform is alive')
    const answered = async () => (await fetch(new URL('/readyz', platform.url))).status === 200
    await until(answered, 'the platform is ready', 30)
    assert.deepEqual(platform.errors().slice(errorsBefore), [], 'the log holds no error')
    return { scenario, figures: { ...figures, 'memory after, MiB': platform.residentMebibytes() }, failure: undefined }
  } catch (error) {
    return { scenario, figures: {}, failure: error }
  } finally {
    clearTimeout(timer)
  }
}

async function playAlone(scenario: Scenario): Promise<Outcome> {
  const platform = await startAbusedPlatform(scenario.environment ? { environment: scenario.environment } : {})
  try {
    return await play(scenario, platform)
  } finally {
    await platform.close()
  }
}

function tell({ scenario, figures, failure }: Outcome): void {
  console.log(`\n### ${scenario.name}\n\n${failure ? 'BROKEN: ' : ''}${scenario.promise}\n`)
  if (failure) console.log(failure)
  else printTable(['measure', 'figure'], Object.entries(figures))
}

async function main(): Promise<void> {
  const chosen = scenarios.filter(({ name }) => name.includes(values.only))
  console.log(machine())
  const outcomes: Outcome[] = []
  let shared: AbusedPlatform | undefined
  try {
    for (const scenario of chosen) {
      const reason = scenario.isPossible?.()
      if (reason) {
        console.log(`\n### ${scenario.name}\n\nnot played: ${reason}`)
        continue
      }
      if (!scenario.environment) shared ??= await startAbusedPlatform()
      const outcome = scenario.environment || !shared ? await playAlone(scenario) : await play(scenario, shared)
      outcomes.push(outcome)
      tell(outcome)
      if (shared && !shared.isAlive()) {
        await shared.close()
        shared = undefined
      }
    }
  } finally {
    await shared?.close()
  }
  const broken = outcomes.filter(({ failure }) => failure !== undefined)
  console.log(`\n${outcomes.length - broken.length} of ${outcomes.length} promises held`)
  process.exitCode = broken.length > 0 ? 1 : 0
}

await main()
