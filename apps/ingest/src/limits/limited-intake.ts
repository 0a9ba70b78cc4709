import type { Intake } from '../intake.ts'
import type { FairTurns } from './fair-turns.ts'
import type { IngestLimits } from './ingest-limits.ts'

/**
 * The intake, within each project's limits, and shared fairly between projects while more arrives than it can take.
 * Bytes count once a body was read, whatever becomes of it; records once they are accepted.
 */
export function limitIntake(
  intake: Intake,
  { limits, turns }: { limits: Pick<IngestLimits, 'admit' | 'check' | 'note'>; turns: Pick<FairTurns, 'take'> },
): Intake {
  return {
    ...intake,
    admit: limits.admit,
    async take(request) {
      const { signal, body } = request
      const { projectId } = request.project
      limits.check(projectId, signal)
      limits.note(projectId, signal, { bytes: body.length })
      const giveBack = await turns.take(projectId, body.length)
      try {
        const taken = await intake.take(request)
        limits.note(projectId, signal, { records: taken.acceptedCount })
        return taken
      } finally {
        giveBack()
      }
    },
  }
}
