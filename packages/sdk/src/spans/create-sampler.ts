import { type Attributes, type Context, type Span, TraceFlags, trace } from '@opentelemetry/api'
import { type Sampler, SamplingDecision, type SamplingResult, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace'
import type { ResolvedSampling } from '../telemetry/resolved-config.ts'
import type { SamplingRule } from '../telemetry/telemetry-config.ts'

const SAMPLED: SamplingResult = { decision: SamplingDecision.RECORD_AND_SAMPLED }
const RECORDED: SamplingResult = { decision: SamplingDecision.RECORD }
const LEFT_OUT: SamplingResult = { decision: SamplingDecision.NOT_RECORD }

/**
 * Decides once for each trace, where it starts; every later span follows its parent, in this process and in others.
 *
 * - The first rule that matches the name and the initial attributes of the starting span gives the ratio, `ratio` otherwise. A trace is taken by its id, so
 *   that services with equal ratios take the same traces.
 * - With `alwaysKeepErrors` the others are recorded without the sampled flag, for the span pipeline to hold until it is known whether one of them failed.
 * - A rule of ratio 0 says that such traces are never wanted: they are not even recorded, and not sent when they fail. `ratio: 0` itself still sends what
 *   failed.
 * - A trace that another service did not take is sent from here when it fails here, and only then.
 */
export function createSampler(sampling: ResolvedSampling): Sampler {
  const untaken = sampling.alwaysKeepErrors ? RECORDED : LEFT_OUT
  const byRatio = new TraceIdRatioBasedSampler(sampling.ratio)
  const rules = sampling.rules.map((rule) => ({ rule, sampler: new TraceIdRatioBasedSampler(rule.ratio) }))

  function decideRoot(context: Context, traceId: string, name: string, attributes: Attributes): SamplingResult {
    const ruled = rules.find(({ rule }) => matches(rule, name, attributes))
    if (ruled && !(ruled.rule.ratio > 0)) return LEFT_OUT
    if (ruled === undefined && sampling.ratio >= 1) return SAMPLED
    const { decision } = (ruled?.sampler ?? byRatio).shouldSample(context, traceId)
    return decision === SamplingDecision.RECORD_AND_SAMPLED ? SAMPLED : untaken
  }

  return {
    shouldSample(context, traceId, name, _kind, attributes) {
      const parent = trace.getSpan(context)
      const parentContext = parent?.spanContext()
      // A parent without valid ids does not count: the tracer has made a new trace id then.
      if (!parent || parentContext?.traceId !== traceId) return decideRoot(context, traceId, name, attributes)
      if ((parentContext.traceFlags & TraceFlags.SAMPLED) !== 0) return SAMPLED
      return parentContext.isRemote || wasRecorded(parent) ? untaken : LEFT_OUT
    },
    toString: () =>
      `HanzoSampler{ratio=${sampling.ratio},rules=${rules.length},keepErrors=${sampling.alwaysKeepErrors}}`,
  }
}

/** Whether a local span has content, open or ended: the stand-in of a span that was left out has a context only. */
function wasRecorded(span: Span): boolean {
  return 'startTime' in span
}

function matches(rule: SamplingRule, name: string, attributes: Attributes): boolean {
  if (typeof rule.name === 'string' && rule.name !== name) return false
  if (rule.name instanceof RegExp && name.search(rule.name) < 0) return false
  return Object.entries(rule.attributes ?? {}).every(([key, wanted]) => isEqual(attributes[key], wanted))
}

function isEqual(value: unknown, wanted: unknown): boolean {
  if (!Array.isArray(value) || !Array.isArray(wanted)) return value === wanted
  return value.length === wanted.length && value.every((item, index) => item === wanted[index])
}
