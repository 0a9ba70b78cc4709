import { instrumentationScopeSchema, type KeyValues, resourceSchema } from '@hanzo/schema/otlp'
import type { ResourceRow } from '@hanzo/schema/row'
import { plainText } from './any-value-text.ts'
import { type TypedTexts, typedTextsOf } from './attribute-columns.ts'
import { canonicalAttributes, identityHash } from './identity-hash.ts'
import { limitAttributes, limitText } from './limited-text.ts'
import { promotedDeployment, promotedText } from './promoted-columns.ts'
import { reasonOf, type Sender } from './rejections.ts'

/** The service of a resource that does not name one. */
const unknownService = 'unknown_service'

const unknownSender: Sender = { serviceName: unknownService, sdk: '' }

/** The resource of some records, as the rows need it. */
export interface ResourceOrigin extends Sender {
  resourceId: bigint
  attributes: KeyValues
  texts: TypedTexts
  schemaUrl: string
  deployment: ReturnType<typeof promotedDeployment>
}

/** The scope of some records, as the rows need it. */
export interface ScopeOrigin {
  name: string
  version: string
  texts: TypedTexts
}

export type OriginResult<Origin> =
  | { origin: Origin; problem?: never }
  | { problem: string; sender: Sender; origin?: never }

/** Reads a resource; one that is broken gives the reason why the records under it are rejected. */
export function readResource(resource: unknown, schemaUrl: string): OriginResult<ResourceOrigin> {
  const parsed = resourceSchema.safeParse(resource)
  if (!parsed.success) return { problem: reasonOf(parsed.error.issues, 'resource.'), sender: unknownSender }
  const attributes = limitAttributes(parsed.data.attributes)
  const texts = typedTextsOf(attributes)
  const origin: ResourceOrigin = {
    resourceId: identityHash([schemaUrl, ...canonicalAttributes(texts)]),
    serviceName: promotedText(['service.name'], attributes) || unknownService,
    sdk: ['telemetry.sdk.name', 'telemetry.sdk.language', 'telemetry.sdk.version']
      .map((key) => plainText(attributes.get(key) ?? null))
      .filter(Boolean)
      .join(' '),
    attributes,
    texts,
    schemaUrl,
    deployment: promotedDeployment(attributes),
  }
  return { origin }
}

/** Reads a scope; one that is broken gives the reason why the records under it are rejected. */
export function readScope(scope: unknown, sender: Sender): OriginResult<ScopeOrigin> {
  const parsed = instrumentationScopeSchema.safeParse(scope)
  if (!parsed.success) return { problem: reasonOf(parsed.error.issues, 'scope.'), sender }
  const { name, version, attributes } = parsed.data
  const texts = typedTextsOf(limitAttributes(attributes))
  return { origin: { name: limitText(name), version: limitText(version), texts } }
}

export interface ResourceRows {
  /** Notes that the resource has a record at this time, in seconds. */
  see(resource: ResourceOrigin, seconds: number): void
  list(): ResourceRow[]
}

/** Gathers one row for each distinct resource of a request that has a stored record. */
export function createResourceRows(projectId: string): ResourceRows {
  const rows = new Map<bigint, ResourceRow>()
  return {
    see({ resourceId, serviceName, texts, schemaUrl }, seconds) {
      const row = rows.get(resourceId)
      if (row) {
        row.first_seen = Math.min(row.first_seen, seconds)
        row.last_seen = Math.max(row.last_seen, seconds)
        return
      }
      rows.set(resourceId, {
        project_id: projectId,
        resource_id: resourceId,
        service_name: serviceName,
        attributes: texts.texts,
        attribute_types: texts.types,
        schema_url: schemaUrl,
        first_seen: seconds,
        last_seen: seconds,
      })
    },
    list: () => [...rows.values()],
  }
}
