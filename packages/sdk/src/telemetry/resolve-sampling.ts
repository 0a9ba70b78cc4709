import type { OptionReader } from './option-reader.ts'
import type { ResolvedSampling } from './resolved-config.ts'
import type { SamplingRule, TelemetryConfig } from './telemetry-config.ts'

const RATIO = { min: 0, max: 1 }

interface SamplerVariables {
  ratio: number
  keepErrors: boolean
}

/** `OTEL_TRACES_SAMPLER`: every one of them follows its parent here, as a trace would have gaps otherwise. */
function readSampler(read: OptionReader): SamplerVariables {
  const names = ['always_on', 'always_off', 'traceidratio'].flatMap((name) => [name, `parentbased_${name}`])
  const accept = (value: unknown) => (names.includes(String(value)) ? String(value) : undefined)
  const sampler = read.choice('', undefined, ['OTEL_TRACES_SAMPLER'], 'always_on', accept, `one of ${names.join(', ')}`)
  if (sampler.endsWith('always_off')) return { ratio: 0, keepErrors: false }
  const ratio = sampler.endsWith('ratio') ? read.number('', undefined, ['OTEL_TRACES_SAMPLER_ARG'], 1, RATIO) : 1
  return { ratio, keepErrors: true }
}

function resolveRules(rules: unknown, read: OptionReader): SamplingRule[] {
  if (rules === undefined) return []
  if (!Array.isArray(rules)) {
    read.refuse('sampling.rules', 'an array', rules, 'no rule')
    return []
  }
  return rules.filter((rule: Partial<SamplingRule> | undefined, index): rule is SamplingRule => {
    const ratio: unknown = rule?.ratio
    if (typeof ratio === 'number' && ratio >= 0 && ratio <= 1) return true
    read.refuse(`sampling.rules[${index}].ratio`, 'a number from 0 to 1', ratio, 'the ratio of all others')
    return false
  })
}

export function resolveSampling(sampling: TelemetryConfig['sampling'], read: OptionReader): ResolvedSampling {
  const given = typeof sampling === 'object' && sampling !== null ? sampling : { ratio: sampling }
  const fromEnvironment = readSampler(read)
  const { ratio, keepErrors } = given.ratio === undefined ? fromEnvironment : { ratio: 1, keepErrors: true }
  return {
    ratio: read.number(typeof sampling === 'number' ? 'sampling' : 'sampling.ratio', given.ratio, [], ratio, RATIO),
    rules: resolveRules(given.rules, read),
    alwaysKeepErrors: read.boolean('sampling.alwaysKeepErrors', given.alwaysKeepErrors, [], keepErrors),
  }
}
