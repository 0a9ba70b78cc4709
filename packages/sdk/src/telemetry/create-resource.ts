import type { Attributes } from '@opentelemetry/api'
import { defaultResource, type Resource, resourceFromAttributes } from '@opentelemetry/resources'
import type { Runtime } from '../runtime/runtime.ts'
import type { ResolvedConfig } from './resolved-config.ts'
import { SDK_NAME, SDK_VERSION } from './sdk-version.ts'

/** What is said once for all spans, logs and metrics of a telemetry: the service, the process and the SDK. */
export function createResource(config: ResolvedConfig, runtime: Runtime): Resource {
  const attributes: Attributes = {
    ...runtime.resourceAttributes(),
    'service.instance.id': crypto.randomUUID(),
    'telemetry.distro.name': SDK_NAME,
    'telemetry.distro.version': SDK_VERSION,
    'deployment.environment.name': config.environment,
    'deployment.environment': config.environment,
    ...config.resourceAttributes,
    'service.name': config.serviceName,
  }
  if (config.serviceVersion !== undefined) attributes['service.version'] = config.serviceVersion
  return defaultResource().merge(resourceFromAttributes(attributes))
}
