import { expect, it } from 'vitest'
import { providerName } from './provider-name.ts'

it.each([
  ['openai.chat', 'openai'],
  ['openai.responses', 'openai'],
  ['openai-compatible.chat', 'openai-compatible.chat'],
  ['azure-openai.chat', 'azure.ai.openai'],
  ['azure.chat', 'azure.ai.inference'],
  ['anthropic.messages', 'anthropic'],
  ['google.generative-ai', 'gcp.gemini'],
  ['google.vertex.chat', 'gcp.vertex_ai'],
  ['google-vertex', 'gcp.vertex_ai'],
  ['amazon-bedrock', 'aws.bedrock'],
  ['mistral.chat', 'mistral_ai'],
  ['xai.chat', 'x_ai'],
  ['groq.chat', 'groq'],
  ['my-server.chat', 'my-server.chat'],
])('names the provider %s %s', (provider, name) => {
  expect(providerName(provider)).toBe(name)
})
