import type { SpanDetail, TraceStructure } from '@hanzo/schema/api'
import { AttributeTable } from './attribute-table.tsx'
import { FactList } from './fact-list.tsx'

/** Where a span came from: the resource that sent it and the instrumentation that made it. */
export function SpanResource({ detail, trace }: { detail: SpanDetail; trace: TraceStructure }) {
  const { scope, resource } = detail
  const scopeFacts = [
    { label: 'Scope', value: scope.name },
    { label: 'Version', value: scope.version },
    { label: 'Schema', value: resource.schemaUrl },
  ].filter(({ value }) => value !== '')
  return (
    <>
      {scopeFacts.length > 0 && <FactList facts={scopeFacts} className="border-border border-b py-3" />}
      <AttributeTable attributes={resource.attributes} context={{ owner: 'resource', trace }} />
      {scope.attributes.length > 0 && (
        <>
          <h3 className="px-4 pt-2 pb-1 text-sm text-subtle">Attributes of the scope</h3>
          <AttributeTable attributes={scope.attributes} context={{ owner: 'scope', trace }} />
        </>
      )}
    </>
  )
}
