import type { LogPatternRow } from '@hanzo/schema/row'
import type { ByteSource } from '../columns/copy-bytes.ts'
import { uint64Of } from '../decode/wire/halves.ts'
import type { ProjectIdentity } from '../project-identity.ts'
import { type PatternMiner, TextBytes } from './pattern-miner.ts'
import type { Pattern, ServicePatterns } from './service-patterns.ts'

const exampleBytesMax = 500

const eventText = new TextBytes()
const bodyText = new TextBytes()

/** The patterns of the log records of one request, and the rows that tell what they are. */
export class RequestPatterns {
  readonly #miner: PatternMiner
  readonly #project: ProjectIdentity
  readonly #nowMilliseconds: number
  readonly #request: number
  readonly #rows: LogPatternRow[] = []
  #service: ServicePatterns | undefined
  #serviceName: string | undefined

  constructor(miner: PatternMiner, project: ProjectIdentity, nowMilliseconds: number) {
    this.#miner = miner
    this.#project = project
    this.#nowMilliseconds = nowMilliseconds
    this.#request = miner.nextRequest()
  }

  /** The records that follow are of this service. */
  begin(serviceName: string): void {
    if (serviceName === this.#serviceName) return
    this.#serviceName = serviceName
    this.#service = this.#miner.patternsOf(this.#project.projectId, serviceName, this.#nowMilliseconds)
  }

  /**
   * The pattern of a record of the service that `begin` named; `undefined` where neither body nor event say anything.
   * @param timeLow when the record was, nanoseconds since the epoch; @param timeHigh the other half.
   */
  find(
    event: ByteSource,
    eventStart: number,
    eventEnd: number,
    body: ByteSource,
    bodyStart: number,
    bodyEnd: number,
    timeLow: number,
    timeHigh: number,
  ): Pattern | undefined {
    const line = this.#miner.masker.mask(event, eventStart, eventEnd, body, bodyStart, bodyEnd)
    if (line.count === 0) return undefined
    const pattern = (this.#service as ServicePatterns).find(line)
    if (pattern.notedBy === this.#request) return pattern
    pattern.notedBy = this.#request
    if (pattern.example === '') pattern.example = exampleOf(body, bodyStart, bodyEnd)
    this.#note(pattern, Number(uint64Of(timeLow, timeHigh) / 1_000_000_000n))
    return pattern
  }

  /** The same for a record whose body is a text. */
  findText(
    event: ByteSource,
    eventStart: number,
    eventEnd: number,
    body: string,
    timeLow: number,
    timeHigh: number,
  ): Pattern | undefined {
    return this.find(event, eventStart, eventEnd, bodyText.source, 0, bodyText.write(body), timeLow, timeHigh)
  }

  /** The same for a record whose event is a text too. */
  findTexts(eventName: string, body: string, timeLow: number, timeHigh: number): Pattern | undefined {
    return this.findText(eventText.source, 0, eventText.write(eventName), body, timeLow, timeHigh)
  }

  /** One row for each pattern of the request. */
  list(): LogPatternRow[] {
    return this.#rows
  }

  #note({ low, high, template, example }: Pattern, seconds: number): void {
    const { projectId, retentionDays } = this.#project
    this.#rows.push({
      project_id: projectId,
      pattern_id: uint64Of(low, high),
      retention_days: retentionDays,
      template,
      example,
      first_seen: seconds,
      // Not before now: it keeps the template also of newer records of the hour, which do not note it again.
      last_seen: Math.max(seconds, Math.floor(this.#nowMilliseconds / 1000)),
    })
  }
}

/** The beginning of a body, cut between two characters. */
function exampleOf({ bytes }: ByteSource, start: number, end: number): string {
  let last = end
  if (end - start > exampleBytesMax) {
    last = start + exampleBytesMax
    while (((bytes[last] as number) & 0xc0) === 0x80) last--
  }
  return bytes.toString('utf8', start, last)
}
