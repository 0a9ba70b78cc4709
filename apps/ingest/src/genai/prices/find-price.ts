import { modelPrices } from './generated/model-prices.ts'
import { type ModelPrices, matches, type PriceTable, type ProviderPrices, type Rates } from './price-table.ts'

/** The rates of a model at a time, and `<provider>/<model>@<version of the table>`, under which they can be found again. */
export interface Price {
  id: string
  rates: Rates
}

export interface PriceFinder {
  /**
   * @param provider as `providerName` gives it, or as it was sent.
   * @param models names to look for, the more exact one first; `''` is passed over.
   * @param unixNano when the model was called.
   */
  find(provider: string, models: readonly string[], unixNano: bigint): Price | undefined
  /** The rates of a price that `find` gave once, perhaps from an earlier table. */
  ratesOf(id: string, unixNano: bigint): Rates | undefined
}

// OpenTelemetry's names, where the table has others; the one whose models those of the first may also be comes second.
const tableIds = new Map<string, readonly string[]>(
  Object.entries({
    'azure.ai.openai': ['azure', 'openai'],
    'azure.ai.inference': ['azure', 'openai', 'anthropic', 'mistral', 'cohere', 'deepseek', 'x-ai', 'moonshotai'],
    'aws.bedrock': ['aws'],
    'gcp.gemini': ['google'],
    'gcp.vertex_ai': ['google', 'anthropic', 'mistral'],
    'gcp.gen_ai': ['google'],
    mistral_ai: ['mistral'],
    x_ai: ['x-ai'],
    moonshot_ai: ['moonshotai'],
    'fireworks-ai': ['fireworks'],
    togetherai: ['together'],
    'together-ai': ['together'],
    together_ai: ['together'],
    zai: ['zhipuai'],
  }),
)

/** Models that run on the caller's machines cost nothing that a provider could tell. */
const localProviders = new Set(['ollama', 'vllm', 'lmstudio', 'llama.cpp', 'llamacpp', 'localai', 'transformers'])

/** Pairs of provider and model that are remembered; a caller who names more has each looked up again. */
const rememberedMax = 5_000

/** Looks prices up; names that were asked for once are found by one look into a map. */
export function createPriceFinder(table: PriceTable = modelPrices): PriceFinder {
  const providers = new Map(table.providers.map((provider) => [provider.id, provider]))
  const found = new Map<string, Found | null>()
  return {
    find(provider, models, unixNano) {
      for (const model of models) {
        if (model === '') continue
        const key = `${provider}\n${model}`
        let entry = found.get(key)
        if (entry === undefined) {
          entry = findModel(providers, provider.toLowerCase(), model.toLowerCase()) ?? null
          if (found.size >= rememberedMax) found.clear()
          found.set(key, entry)
        }
        const rates = entry && ratesAt(entry.model, unixNano)
        if (rates) return { id: `${entry?.providerId}/${entry?.model.id}@${table.version}`, rates }
      }
      return undefined
    },
    ratesOf(id, unixNano) {
      const [, providerId, modelId] = /^([^/]+)\/(.+)@[^@]*$/.exec(id) ?? []
      const model = providers.get(providerId ?? '')?.models.find((one) => one.id === modelId)
      return model && ratesAt(model, unixNano)
    },
  }
}

/** The prices that every decoder asks for. */
export const currentPrices = createPriceFinder()

interface Found {
  providerId: string
  model: ModelPrices
}

type Providers = ReadonlyMap<string, ProviderPrices>

function findModel(providers: Providers, provider: string, model: string): Found | undefined {
  if (localProviders.has(provider.split('.')[0] ?? '')) return undefined
  const ids = tableIds.get(provider) ?? [provider.split('.')[0] ?? '']
  const known = ids.map((id) => providers.get(id)).filter((one) => one !== undefined)
  for (const name of namesOf(model)) {
    for (const one of known) {
      const entry = ofProvider(one, name)
      if (entry) return entry
    }
  }
  return known.length > 0 ? undefined : ofVendor(providers, model)
}

/** A gateway sells models of others under their own names, or as `vendor/model`. */
function ofVendor(providers: Providers, model: string): Found | undefined {
  const slash = model.lastIndexOf('/')
  const vendor = slash < 0 ? undefined : providers.get(model.slice(0, slash).split('/').at(-1) ?? '')
  for (const name of namesOf(model)) {
    const owners = [...providers.values()].filter(({ ownNames }) => ownNames && matches(ownNames, name))
    for (const one of vendor ? [vendor, ...owners] : owners) {
      const entry = ofProvider(one, name)
      if (entry) return entry
    }
  }
  const resold = providers.get('openrouter')
  return resold && slash > 0 ? ofProvider(resold, model) : undefined
}

function ofProvider(provider: ProviderPrices, name: string): Found | undefined {
  const model = provider.models.find(({ match }) => matches(match, name))
  return model && { providerId: provider.id, model }
}

/** A model's name, then the same without what deployments, releases and tuning add to it. */
function namesOf(model: string): Set<string> {
  const names = new Set([model])
  const bare = model.slice(model.lastIndexOf('/') + 1)
  names.add(bare)
  for (const suffix of [/:[\w.-]+$/, /@[\w.-]+$/, /-latest$/, /-\d{4}-?\d{2}-?\d{2}(-v\d+)?$/, /-\d{3,4}$/]) {
    const without = bare.replace(suffix, '')
    if (without !== '') names.add(without)
  }
  return names
}

function ratesAt({ rates }: ModelPrices, unixNano: bigint): Rates | undefined {
  const [only] = rates
  if (rates.length === 1 && only?.from === undefined && only?.between === undefined) return only
  const time = new Date(Number(unixNano / 1_000_000n)).toISOString()
  return rates.findLast(
    ({ from, between }) => (from === undefined || time >= from) && (!between || isBetween(time.slice(11, 16), between)),
  )
}

/** @param clock `HH:MM`; an interval may go past midnight. */
function isBetween(clock: string, [from, to]: readonly [string, string]): boolean {
  return from <= to ? clock >= from && clock < to : clock >= from || clock < to
}
