import { ByteSource } from '../columns/copy-bytes.ts'
import { LineMasker } from './line-masker.ts'
import type { MaskedLine } from './masked-line.ts'
import { createPatternBudget, type PatternBudget } from './pattern-budget.ts'
import { ServicePatterns } from './service-patterns.ts'

/** How many patterns are held. Beyond that, lines of a new kind are of the one pattern `<*>` for up to an hour. */
const patternLimits = { ofService: 1_000, ofProject: 8_000, all: 40_000, services: 2_000 }

const hourMilliseconds = 3_600_000

interface HeldService {
  patterns: ServicePatterns
  project: HeldProject
  forgotAt: number
}

interface HeldProject {
  budget: PatternBudget
  services: number
}

/** Finds the patterns of log records. Keep one for all requests: it learns which words vary. */
export class PatternMiner {
  readonly masker = new LineMasker()
  readonly #limits: typeof patternLimits
  readonly #budget: PatternBudget
  readonly #projects = new Map<string, HeldProject>()
  readonly #services = new Map<string, HeldService>()
  #requests = 0

  constructor(limits: Partial<typeof patternLimits> = {}) {
    this.#limits = { ...patternLimits, ...limits }
    this.#budget = createPatternBudget(this.#limits.all)
  }

  /** Numbers the requests: each notes a pattern once. */
  nextRequest(): number {
    this.#requests += 1
    return this.#requests
  }

  /** What is known of a service's lines. Those of the service that was asked for longest ago are forgotten when there are too many. */
  patternsOf(projectId: string, serviceName: string, nowMilliseconds: number): ServicePatterns {
    const key = `${projectId}\0${serviceName}`
    let held = this.#services.get(key)
    if (held) this.#services.delete(key)
    else held = this.#hold(projectId, nowMilliseconds)
    this.#services.set(key, held)
    if (nowMilliseconds - held.forgotAt >= hourMilliseconds) {
      held.patterns.forget()
      held.forgotAt = nowMilliseconds
    }
    return held.patterns
  }

  #hold(projectId: string, nowMilliseconds: number): HeldService {
    if (this.#services.size >= this.#limits.services) this.#dropOldest()
    let project = this.#projects.get(projectId)
    if (!project) {
      project = { budget: createPatternBudget(this.#limits.ofProject, this.#budget), services: 0 }
      this.#projects.set(projectId, project)
    }
    project.services += 1
    const budget = createPatternBudget(this.#limits.ofService, project.budget)
    return { patterns: new ServicePatterns(budget), project, forgotAt: nowMilliseconds }
  }

  #dropOldest(): void {
    for (const [key, { patterns, project }] of this.#services) {
      this.#services.delete(key)
      patterns.clear()
      project.services -= 1
      if (project.services === 0) this.#projects.delete(key.slice(0, key.indexOf('\0')))
      return
    }
  }
}

const nothing = new ByteSource(Buffer.alloc(0))

/** Texts that are no bytes yet. Longer ones are cut: so much is never looked at. */
export class TextBytes {
  readonly source = new ByteSource(Buffer.allocUnsafeSlow(8_192))

  /** @returns how many bytes the text has here, from 0 on. */
  write(text: string): number {
    return text === '' ? 0 : this.source.bytes.write(text, 0, 'utf8')
  }
}

/** The line of a template's own text. */
export function maskTemplate(masker: LineMasker, template: string): MaskedLine {
  const body = new ByteSource(Buffer.from(template))
  return masker.mask(nothing, 0, 0, body, 0, body.bytes.length)
}
