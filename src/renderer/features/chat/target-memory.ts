import type { TierChoice } from '../../../shared/entities'
import type { Target } from './chat-state'

const key = 'harombe.chat.target'
const tierChoices: readonly TierChoice[] = ['auto', 0, 1, 2]

/** The tier or pin chosen last in this window; Auto when there is none or it cannot be read. */
export function readTarget(storage: Pick<Storage, 'getItem'> | null): Target {
  try {
    const value: unknown = JSON.parse(storage?.getItem(key) ?? '{}')
    if (typeof value !== 'object' || value === null) return { tier: 'auto' }
    const tier = 'tier' in value ? tierChoices.find(choice => choice === value.tier) : undefined
    return {
      tier: tier ?? 'auto',
      ...('node' in value && typeof value.node === 'string' ? { node: value.node } : {}),
      ...('model' in value && typeof value.model === 'string' ? { model: value.model } : {}),
    }
  } catch {
    return { tier: 'auto' }
  }
}

export function writeTarget(storage: Pick<Storage, 'setItem'> | null, target: Target): void {
  try {
    storage?.setItem(key, JSON.stringify(target))
  } catch {
    // It holds for this page then.
  }
}
