import { useTranslation } from 'react-i18next'
import type { Tier } from '../../../../shared/entities'
import { TierBadge } from '../../../components'
import { formatRoute } from '../../../navigation'
import { cn } from '../../../ui'
import { useNodes } from '../chat-context'
import { nodesHint } from '../nodes-hint'
import { useExampleTiers } from '../use-example-tiers'
import { column, columnGutter } from './column'

/** From what the smallest machine answers at once to what wants the largest. */
const examples = ['climate', 'friendlier', 'hashMap', 'booking'] as const

function NodesHint() {
  const { t } = useTranslation()
  const nodes = useNodes()
  const hint = nodes === null ? null : nodesHint(nodes, t)
  if (hint === null) return null
  return (
    <p className="mt-3 text-muted text-sm">
      {hint.text}{' '}
      <a
        href={formatRoute(hint.route)}
        className="focus-ring rounded-xs text-accent underline underline-offset-3"
      >
        {hint.link}
      </a>
    </p>
  )
}

/** Where the coordinator would send it. */
function ExampleTier({ tier }: { tier: Tier | undefined }) {
  const { t } = useTranslation()
  if (tier === undefined) return null
  return (
    <>
      <span className="sr-only">{t('chat.welcome.wouldAsk')} </span>
      <TierBadge tier={tier} />
    </>
  )
}

/** The new chat before its first question. */
export function Welcome({ onChoose }: { onChoose(text: string): void }) {
  const { t } = useTranslation()
  const questions = examples.map(example => t(`chat.welcome.${example}`))
  const tiers = useExampleTiers(questions)
  return (
    <div className={cn(columnGutter, 'flex min-h-0 flex-1 flex-col overflow-y-auto')}>
      <div className={cn(column, 'my-auto py-8')}>
        <h1 className="font-semibold text-xl tracking-tight">{t('chat.welcome.title')}</h1>
        <p className="mt-1 text-muted text-sm">{t('chat.welcome.subtitle')}</p>
        <NodesHint />
        <ul className="mt-6 grid gap-2 sm:grid-cols-2">
          {questions.map(question => (
            <li key={question}>
              <button
                type="button"
                onClick={() => onChoose(question)}
                className="focus-ring eased flex h-full w-full flex-col items-start justify-between gap-2 rounded-lg border border-line bg-surface px-3.5 py-3 text-left text-sm hover:border-line-strong hover:bg-hover"
              >
                {question}
                {/* Its line is there from the start, or all would move when the answer comes. */}
                <span className="flex min-h-4 items-center text-muted text-xs">
                  <ExampleTier tier={tiers.get(question)} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
