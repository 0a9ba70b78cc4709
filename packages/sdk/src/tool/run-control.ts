import type { ToolContext } from './tool.ts'

/** What a tool can ask of the run it is called in. The first one asked for in a step holds. */
export type RunControl =
  | { kind: 'done'; summary: string | undefined }
  | { kind: 'handoff'; agent: string; reason: string | undefined }
  | { kind: 'ask_user'; question: string }
  /** Of a routing agent: who is next. */
  | { kind: 'select'; agent: string; reason: string | undefined }

// A registered symbol, so that a tool of the ESM build can steer a run of the CJS build.
const CONTROL = Symbol.for('@hanzo/ai/run-control')
type Controlled = { [CONTROL]?: (control: RunControl) => void }

/** Gives a tool's context the way to steer its run. */
export function withRunControl(context: ToolContext, steer: (control: RunControl) => void): ToolContext {
  return Object.defineProperty(context, CONTROL, { value: steer })
}

/** Asks the run to end after this step, for the reason given. Without effect in a context that an application made itself. */
export function steerRun(context: ToolContext, control: RunControl): void {
  ;(context as Controlled)[CONTROL]?.(control)
}
