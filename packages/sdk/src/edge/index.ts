export type { Span } from '@opentelemetry/api'
export { SpanKind, SpanStatusCode } from '@opentelemetry/api'
export { Agent, createAgent } from '../agent/agent.ts'
export type {
  AgentConfig,
  AgentContext,
  AgentLifecycle,
  AgentStart,
  AgentStartChange,
  Message,
  ModelSettings,
  RunOptions,
} from '../agent/agent-config.ts'
export { AgentError, type AgentErrorCode } from '../agent/agent-error.ts'
export type { AgentResult, AgentStep, AgentStopReason, StreamEvent } from '../agent/agent-result.ts'
export type { ConnectionCheck, ConnectionProblem } from '../hanzo-cloud/check-connection.ts'
export { HanzoCloudConfigError, type HanzoCloudProblem } from '../hanzo-cloud/hanzo-cloud-config-error.ts'
export type { McpServerConfig, McpTransport } from '../mcp/mcp-server-config.ts'
export type { Usage } from '../model/usage.ts'
export { createNetwork, Network } from '../network/network.ts'
export type { NetworkConfig, NetworkLifecycle, Router, RouterContext } from '../network/network-config.ts'
export type { HistoryEntry, NetworkResult, NetworkStopReason } from '../network/network-result.ts'
export { createState, type State, type StateChange, type StateValues } from '../state/state.ts'
export type { Diagnostic, LogLevel } from '../telemetry/diagnostics.ts'
export { setTelemetry } from '../telemetry/global-telemetry.ts'
export type { SpanProcessorLike } from '../telemetry/span-processor-like.ts'
export type { TelemetryStats } from '../telemetry/telemetry-stats.ts'
export type { SpanEvent, TraceOptions } from '../telemetry/trace-options.ts'
export type { AiTools, ToolEntry } from '../tool/bind-tools.ts'
export { commonTools } from '../tool/common-tools.ts'
export { createTool, type JsonSchema, type Tool, type ToolContext, type ToolOffer } from '../tool/tool.ts'
export { createHanzoCloudTelemetry, getTelemetry } from './create-edge-telemetry.ts'
export type { EdgeTelemetryConfig } from './edge-config.ts'
export type { EdgeAsyncLocalStorage, EdgeAsyncLocalStorageClass } from './edge-runtime.ts'
export { EdgeTelemetry } from './edge-telemetry.ts'
