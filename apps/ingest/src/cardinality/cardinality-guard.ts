import { type ActiveKeys, createActiveKeys } from './active-keys.ts'
import { type ActiveSeries, type ActiveSeriesLimits, createActiveSeries } from './active-series.ts'

export interface CardinalityLimits extends ActiveSeriesLimits {
  /** Keys of attributes of a project's spans and log records that may be active. */
  attributeKeysMax: number
}

/** What one project may have many of. */
export interface ProjectCardinality {
  /** A new number says that what was admitted must be asked for again, so that it stays active. */
  readonly generation: number
  readonly limits: CardinalityLimits
  readonly series: ActiveSeries
  readonly attributeKeys: ActiveKeys
}

/** Keeps the numbers of metric series and attribute keys within limits: what is stored by name must not be endless. */
export interface CardinalityGuard {
  /** @param milliseconds the time of receipt since the epoch. A clock that steps back changes nothing. */
  ofProject(projectId: string, milliseconds: number): ProjectCardinality
}

export const secondsPerGeneration = 3_600

/** @param milliseconds since the epoch. */
export const generationOf = (milliseconds: number): number => Math.floor(milliseconds / 1000 / secondsPerGeneration)

/**
 * A generation is an hour: series are active for one to two hours after their last point, keys for a day.
 * @param onOpened is told of each project when nothing is known of it, so that what was active before the start is restored.
 */
export function createCardinalityGuard(
  limits: CardinalityLimits,
  onOpened: (projectId: string, project: ProjectCardinality) => void = () => undefined,
): CardinalityGuard {
  const projects = new Map<string, ProjectCardinality & { generation: number }>()
  let generation = 0

  function turn(next: number): void {
    generation = next
    for (const [projectId, project] of projects) {
      project.generation = next
      project.series.turn(next)
      project.attributeKeys.turn(next)
      if (project.series.size === 0 && project.attributeKeys.size === 0) projects.delete(projectId)
    }
  }

  function open(): ProjectCardinality & { generation: number } {
    const series = createActiveSeries(limits)
    const attributeKeys = createActiveKeys(limits.attributeKeysMax)
    series.turn(generation)
    attributeKeys.turn(generation)
    return { generation, limits, series, attributeKeys }
  }

  return {
    ofProject(projectId, milliseconds) {
      const now = generationOf(milliseconds)
      if (now > generation) turn(now)
      let project = projects.get(projectId)
      if (!project) {
        project = open()
        projects.set(projectId, project)
        onOpened(projectId, project)
      }
      return project
    },
  }
}
