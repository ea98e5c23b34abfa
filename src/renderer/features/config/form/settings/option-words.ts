import { backendNames } from '../../../../../shared/entities/backend-names'
import { tierName } from '../../../../../shared/entities/tier-words'
import { tiers } from '../../../../../shared/entities/tiers'
import type { Translate } from '../../../../../shared/texts/translator'
import type { SettingField } from './setting-field'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const clients = ['chat', 'cli', 'api', 'peer'] as const

/** How people call one of a few values; what has no word of its own is shown as the file writes it. */
export function optionWord(field: SettingField, option: string | number, t: Translate): string {
  switch (field.path.at(-1)) {
    case 'tier':
    case 'tiers': {
      const tier = tiers.find(other => other === option)
      return tier === undefined ? String(option) : `${tier} ${tierName(tier, t)}`
    }
    case 'days': {
      const day = days.find(other => other === option)
      return day === undefined ? String(option) : t(`config.nodes.rules.day.${day}`)
    }
    case 'clients': {
      const client = clients.find(other => other === option)
      return client === undefined ? String(option) : t(`config.nodes.rules.client.${client}`)
    }
    case 'backend': {
      const names: Readonly<Record<string, string>> = backendNames
      return names[option] ?? String(option)
    }
    default:
      return String(option)
  }
}
