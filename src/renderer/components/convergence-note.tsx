import { useTranslation } from 'react-i18next'
import { convergenceText, needsPlan } from '../../shared/entities/convergence-words'
import { spoken } from '../../shared/texts/spoken'
import { useClusterState } from '../mirrors'
import { navigate } from '../navigation'
import { Banner, Button } from '../ui'

/** More would push what the page is for out of sight; the plan has them all. */
const mostShown = 3

/** What of harombe.yaml is not so on the machines, with the way to its plan. Nothing while all is as it says. */
export function ConvergenceNote({
  whileApplying = true,
}: {
  /** false: the page itself shows how it goes. */ whileApplying?: boolean
}) {
  const { t } = useTranslation()
  const convergence = useClusterState(({ view }) => view?.convergence ?? null)
  if (convergence === null) return null
  const isApplying = convergence.state === 'applying'
  if (isApplying ? !whileApplying : !needsPlan(convergence)) return null
  const { drift } = convergence
  const more = drift.length - mostShown
  return (
    <Banner
      tone={isApplying ? 'info' : 'warn'}
      title={convergenceText(convergence, t)}
      actions={
        <Button size="sm" onClick={() => navigate({ page: 'config', panel: 'plan' })}>
          {t(isApplying ? 'config.convergence.follow' : 'config.convergence.plan')}
        </Button>
      }
    >
      {isApplying || drift.length === 0 ? null : (
        <ul>
          {drift.slice(0, mostShown).map(({ message }) => (
            <li key={message}>{spoken(message, t)}</li>
          ))}
          {more > 0 ? <li>{t('config.convergence.more', { count: more })}</li> : null}
        </ul>
      )}
    </Banner>
  )
}
