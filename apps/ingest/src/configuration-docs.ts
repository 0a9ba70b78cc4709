import type { z } from 'zod'

const preamble = `# Configuration

The platform reads these names from its environment and nothing else. An empty value counts as absent, and one message
names every mistake at start. \`npm start\` sets what it needs by itself; \`.env.example\` shows what \`docker compose\` needs.

Sizes are bytes, or a number with \`KiB\`, \`MiB\`, \`GiB\` or \`TiB\`.

<!-- Made from apps/ingest/src/config.ts by "npm run docs -w apps/ingest". -->

| Name | Default | Meaning |
|---|---|---|
`

/** Writes `docs/configuration.md` from the settings of `config.ts`. */
export function renderConfigurationDocs(settings: Readonly<Record<string, z.ZodType>>): string {
  const lines = Object.entries(settings).map(
    ([name, setting]) => `| \`${name}\` | ${defaultOf(setting)} | ${setting.description ?? ''} |\n`,
  )
  return preamble + lines.join('')
}

function defaultOf(setting: z.ZodType): string {
  const definition = setting.def as { type: string; defaultValue?: unknown }
  if (definition.type === 'prefault') return `\`${String(definition.defaultValue)}\``
  return definition.type === 'optional' ? '' : 'required'
}
