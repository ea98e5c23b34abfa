import { modelName, type Tier, tier as tierSchema } from '../../../shared/entities'
import { harmlessName } from './names'

/** What the TXT record of an announcement says, as far as it can be believed to be meant. */
export interface AnnouncedText {
  /** Of the installation; ours only. The Python harombe has none. */
  id: string | null
  name: string | null
  model: string | null
  tier: Tier | null
  /** It listens with TLS. */
  secure: boolean
}

/** RFC 6763, section 6.2: a TXT record that does not fit one Ethernet packet should not be. */
const largestRecord = 1300

export const emptyText: AnnouncedText = { id: null, name: null, model: null, tier: null, secure: false }

const decoder = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

/** Pairs in the order they came; the first of a key counts (RFC 6763, section 6.4). */
function readPairs(strings: readonly Uint8Array[]): Map<string, string> {
  const pairs = new Map<string, string>()
  for (const bytes of strings) {
    const text = bytes.length > 255 ? null : decode(bytes)
    const at = text?.indexOf('=') ?? -1
    if (text === null || at <= 0) continue
    const key = text.slice(0, at).toLowerCase()
    if (!pairs.has(key)) pairs.set(key, text.slice(at + 1))
  }
  return pairs
}

/** Reads the strings of a TXT record: ours, or those of the Python harombe (name, model, tier). */
export function readText(strings: readonly Uint8Array[]): AnnouncedText {
  const total = strings.reduce((sum, { length }) => sum + 1 + length, 0)
  if (total > largestRecord) return emptyText
  const pairs = readPairs(strings)
  const id = pairs.get('id') ?? ''
  const tier = tierSchema.safeParse(Number(pairs.get('tier') || Number.NaN))
  const model = modelName.safeParse(pairs.get('model'))
  return {
    id: /^[0-9a-z]{16,64}$/.test(id) ? id : null,
    name: harmlessName(pairs.get('name') ?? ''),
    model: model.success && model.data !== 'unknown' ? model.data : null,
    tier: tier.success ? tier.data : null,
    secure: pairs.get('tls') === '1',
  }
}

/** What is announced: enough to find this machine and to know it again (no names, no models, nothing of the hardware). */
export function writeText(own: { id: string; version: string; secure: boolean }): string[] {
  return [`id=${own.id}`, `version=${own.version}`, ...(own.secure ? ['tls=1'] : [])]
}
