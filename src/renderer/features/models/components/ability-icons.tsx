import { Binary, Braces, Brain, Eye, Forward, MessageSquare, TextCursor, Wrench } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Capability } from '../../../../shared/entities'
import { cn } from '../../../ui'
import { abilityName } from '../abilities'
import type { KnownAbility } from '../matrix'

const icons: Record<Capability, ReactNode> = {
  chat: <MessageSquare />,
  vision: <Eye />,
  tools: <Wrench />,
  json: <Braces />,
  reasoning: <Brain />,
  embeddings: <Binary />,
  completion: <TextCursor />,
  prefill: <Forward />,
}

export function AbilityIcon({ capability, className }: { capability: Capability; className?: string }) {
  return (
    <span aria-hidden="true" className={cn('contents', className)}>
      {icons[capability]}
    </span>
  )
}

/** What a model can do beyond text: signs, with their words where there is room. */
export function AbilityIcons({ abilities }: { abilities: readonly KnownAbility[] }) {
  const { t } = useTranslation()
  if (abilities.length === 0) return null
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5 text-2xs text-muted @sm:gap-2.5 [&_svg]:size-3.5">
      {abilities.map(({ capability }) => (
        <span key={capability} className="inline-flex items-center gap-1">
          <AbilityIcon capability={capability} />
          <span className="sr-only @sm:not-sr-only">{abilityName(capability, t)}</span>
        </span>
      ))}
    </span>
  )
}
