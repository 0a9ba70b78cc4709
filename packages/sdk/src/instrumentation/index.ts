export { observeAiSdk } from './ai-sdk/observe-ai-sdk.ts'
export { type ClientInstrumentation, type InstrumentationsOptions, instrumentations } from './instrumentations.ts'
