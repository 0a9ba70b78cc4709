import type { Intake } from '../intake.ts'
import type { FairTurns } from './fair-turns.ts'
import type { IngestLimits } from './ingest-limits.ts'

/**
 * The intake, within each project's limits. Bytes count once a body was read, whatever becomes of it; records once they are
 * accepted.
 */
export function limitIntake(intake: Intake, limits: Pick<IngestLimits, 'admit' | 'check' | 'note'>): Intake {
  return {
    ...intake,
    admit: limits.admit,
    charge: (projectId, signal, bytes) => limits.note(projectId, signal, { bytes }),
    async take(request) {
      const { signal, body } = request
      const { projectId } = request.project
      limits.check(projectId, signal)
      limits.note(projectId, signal, { bytes: body.length })
      const taken = await intake.take(request)
      limits.note(projectId, signal, { records: taken.acceptedCount })
      return taken
    },
  }
}

/** The intake, shared fairly between projects while more arrives than it can take. */
export function takeTurns(intake: Intake, turns: Pick<FairTurns, 'take'>): Intake {
  return {
    ...intake,
    async take(request) {
      const giveBack = await turns.take(request.project.projectId, request.body.length)
      try {
        return await intake.take(request)
      } finally {
        giveBack()
      }
    },
  }
}
