import type { Intake } from '../intake.ts'
import type { IngestLedger } from './ingest-ledger.ts'

/** The same intake, with everything that it takes written into the ledger. What it refuses is told by the receiver. */
export function observeIntake(intake: Intake, ledger: Pick<IngestLedger, 'taken'>): Intake {
  return {
    ...intake,
    async take(request) {
      const { project, signal, body } = request
      // The body may have been handed to another thread once it was taken.
      const bytes = body.byteLength
      const taken = await intake.take(request)
      ledger.taken({ project, signal, bytes, taken })
      return taken
    },
  }
}
