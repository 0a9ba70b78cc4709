import type { FixedColumn } from '../../columns/fixed-column.ts'
import type { LowCardinalityColumn } from '../../columns/low-cardinality-column.ts'
import type { MapColumn } from '../../columns/map-column.ts'
import type { StringColumn } from '../../columns/string-column.ts'
import type { ProjectIdentity } from '../../project-identity.ts'
import type { ResourceOrigin, ScopeOrigin } from '../origin.ts'
import { halvesOf } from './halves.ts'

/** The columns that tell where a record is from, of any table that has them. */
export interface OriginColumnBuilders {
  readonly project_id: LowCardinalityColumn
  readonly retention_days: FixedColumn
  readonly service_name: LowCardinalityColumn
  readonly scope_name: LowCardinalityColumn
  readonly scope_version: LowCardinalityColumn
  readonly scope_attributes: MapColumn<StringColumn>
  readonly scope_attribute_types: MapColumn<FixedColumn>
  readonly resource_id: FixedColumn
  readonly deployment_environment_name: LowCardinalityColumn
  readonly service_version: LowCardinalityColumn
}

/** One element of a map that all records of a scope have. */
interface ScopeElement<Value> {
  key: number
  value: Value
}

/** Where the records of one scope in one request are from. */
export interface RowOrigin {
  /** Indexes of dictionaries are good for one request. */
  request: number
  project: ProjectIdentity
  resource: ResourceOrigin
  scope: ScopeOrigin
  /** Of the resource: what a record has that does not say itself. */
  sessionId: string
  userId: string
}

/** Puts where records are from: looked up once for all records of a scope. */
export class OriginPutter {
  readonly #columns: OriginColumnBuilders
  #retentionDays = 0
  #projectId = 0
  #serviceName = 0
  #scopeName = 0
  #scopeVersion = 0
  #environment = 0
  #serviceVersion = 0
  #resourceLow = 0
  #resourceHigh = 0
  #texts: ScopeElement<string>[] = []
  #types: ScopeElement<number>[] = []

  constructor(columns: OriginColumnBuilders) {
    this.#columns = columns
  }

  /** @param retentionDays of the rows. */
  begin({ project, resource, scope }: RowOrigin, retentionDays = project.retentionDays): void {
    const columns = this.#columns
    const { deployment_environment_name: environment, service_version: serviceVersion } = resource.deployment
    this.#retentionDays = retentionDays
    this.#projectId = columns.project_id.internText(project.projectId)
    this.#serviceName = columns.service_name.internText(resource.serviceName)
    this.#scopeName = columns.scope_name.internText(scope.name)
    this.#scopeVersion = columns.scope_version.internText(scope.version)
    this.#environment = columns.deployment_environment_name.internText(environment)
    this.#serviceVersion = columns.service_version.internText(serviceVersion)
    const [low, high] = halvesOf(resource.resourceId)
    this.#resourceLow = low
    this.#resourceHigh = high
    this.#texts = elementsOf(columns.scope_attributes.keys, scope.texts.texts)
    this.#types = elementsOf(columns.scope_attribute_types.keys, scope.texts.types)
  }

  /** Puts one row's value into each of the columns. */
  put(): void {
    const columns = this.#columns
    columns.project_id.putIndex(this.#projectId)
    columns.retention_days.putUint16(this.#retentionDays)
    columns.service_name.putIndex(this.#serviceName)
    columns.scope_name.putIndex(this.#scopeName)
    columns.scope_version.putIndex(this.#scopeVersion)
    columns.deployment_environment_name.putIndex(this.#environment)
    columns.service_version.putIndex(this.#serviceVersion)
    columns.resource_id.putUint64(this.#resourceLow, this.#resourceHigh)
    for (const { key, value } of this.#texts) {
      columns.scope_attributes.keys.putIndex(key)
      columns.scope_attributes.values.putText(value)
    }
    columns.scope_attributes.endRow()
    for (const { key, value } of this.#types) {
      columns.scope_attribute_types.keys.putIndex(key)
      columns.scope_attribute_types.values.putUint8(value)
    }
    columns.scope_attribute_types.endRow()
  }
}

function elementsOf<Value>(keys: LowCardinalityColumn, map: ReadonlyMap<string, Value>): ScopeElement<Value>[] {
  return [...map].map(([key, value]) => ({ key: keys.internText(key), value }))
}
