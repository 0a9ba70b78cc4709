import { HanzoError } from '../errors.ts'
import type { Intake, SignalName } from '../intake.ts'
import type { ProjectIdentity } from '../project-identity.ts'
import type { BodyShare } from './body-memory.ts'

export interface ChargeOptions {
  intake: Pick<Intake, 'charge'>
  project: ProjectIdentity
  signal: SignalName
  share: Pick<BodyShare, 'take'>
}

/**
 * Reads a body with its share of memory. Of one that is refused for what it is, what was read and unfolded counts as sent:
 * bodies that only cost work are held to their project's rate like others.
 */
export async function chargeRefused(
  { intake, project, signal, share }: ChargeOptions,
  read: (take: BodyShare['take']) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  let bytes = 0
  try {
    return await read((added) => {
      bytes += added
      share.take(added)
    })
  } catch (error) {
    const isSendersFault = error instanceof HanzoError && !error.retryable
    if (isSendersFault && bytes > 0) intake.charge?.(project.projectId, signal, bytes)
    throw error
  }
}
