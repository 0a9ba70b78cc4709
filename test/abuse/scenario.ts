import type { AbusedPlatform } from './abused-platform.ts'

/** What was measured, in the order it is told. */
export type Figures = Record<string, string | number>

export interface Scenario {
  name: string
  /** What must hold; the scenario throws where it does not. */
  promise: string
  /** Settings of a platform of its own; shares one with the others when absent. */
  environment?: Record<string, string>
  /** False where the machine cannot play it, with the reason. */
  isPossible?: () => string | undefined
  /** How long it may take at most. */
  secondsMax: number
  run(platform: AbusedPlatform): Promise<Figures>
}
