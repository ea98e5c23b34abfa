import type { CatalogueModel } from '../../../shared/entities'
import { plainName } from '../../../shared/same-model'
import type { Observation, ObservedNode, PlanKnowledge } from './types'

export interface Duration {
  lowMs: number
  highMs: number
}

/**
 * Bytes per second of an internet connection nobody measured: from 25 to 500 Mbit/s, between which most of the world's fixed lines
 * are (Speedtest Global Index: median about 100 Mbit/s).
 */
const assumedRates = { slow: 25e6 / 8, fast: 500e6 / 8 }
/** What one measured rate may come to another time. */
const spread = { slow: 0.7, fast: 1.2 }
/** Older ones say little of today. */
const ratesCounted = 5

/** Bytes per second a model is read from disk with: a hard disk to a fast NVMe drive. */
const diskRates = { slow: 120e6, fast: 3e9 }

const between = (bytes: number, { slow, fast }: { slow: number; fast: number }): Duration => ({
  lowMs: Math.round((bytes / fast) * 1000),
  highMs: Math.round((bytes / slow) * 1000),
})

const findInCatalogue = (catalogue: readonly CatalogueModel[], model: string) =>
  catalogue.find(({ name }) => plainName(name) === plainName(model))

/** Bytes of a model: what the catalogue says, else what another node that has it reports; null where nobody knows. */
export function sizeOf(
  model: string,
  { catalogue }: Pick<PlanKnowledge, 'catalogue'>,
  observed: Observation,
): number | null {
  const reported = observed.nodes
    .flatMap(({ models }) => models ?? [])
    .find(({ name, sizeBytes }) => sizeBytes !== null && plainName(name) === plainName(model))
  return findInCatalogue(catalogue, model)?.sizeBytes ?? reported?.sizeBytes ?? null
}

/** From where, for people. Names with a host in front (`hf.co/…`) are fetched from there; others from Ollama's library. */
export function sourceOf(
  model: string,
  backend: ObservedNode['backend'],
  { catalogue }: Pick<PlanKnowledge, 'catalogue'>,
): string {
  if (backend === 'embedded') {
    const address = URL.parse(findInCatalogue(catalogue, model)?.gguf?.url ?? '')
    if (address !== null) return address.host
  }
  const [first = '', ...rest] = model.split('/')
  return rest.length > 0 && /[.:]/.test(first) ? first : 'ollama.com'
}

/** By what was measured on that node lately, else on any: they share a line. */
export function downloadTime(
  node: string,
  sizeBytes: number | null,
  { downloadRates }: Pick<PlanKnowledge, 'downloadRates'>,
): Duration | null {
  if (sizeBytes === null) return null
  const own = downloadRates.filter(rate => rate.node === node)
  const rates = (own.length > 0 ? own : downloadRates)
    .map(({ bytesPerSecond }) => bytesPerSecond)
    .filter(rate => rate > 0)
    .slice(0, ratesCounted)
  if (rates.length === 0) return between(sizeBytes, assumedRates)
  return between(sizeBytes, {
    slow: Math.min(...rates) * spread.slow,
    fast: Math.max(...rates) * spread.fast,
  })
}

/** By how long it took there last, else by how large it is. */
export function loadTime(
  node: string,
  model: string,
  sizeBytes: number | null,
  { loadMs }: Pick<PlanKnowledge, 'loadMs'>,
): Duration | null {
  const last = loadMs(node, model)
  if (last !== null) return { lowMs: Math.round(last * 0.7), highMs: Math.round(last * 1.5) }
  return sizeBytes === null ? null : between(sizeBytes, diskRates)
}
