const variables = ['HANZO_CLOUD_REGION', 'AWS_REGION', 'FLY_REGION', 'VERCEL_REGION', 'GOOGLE_CLOUD_REGION'] as const

/** The region of this process: the option, else what the hosting platform says in the environment; undefined where nobody says. Nothing is guessed. */
export function detectRegion(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const names = [given, ...variables.map((variable) => environment[variable])]
  return names.map((name) => (typeof name === 'string' ? name.trim() : '')).find((name) => name !== '')
}
