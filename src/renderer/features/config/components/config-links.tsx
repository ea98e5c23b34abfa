import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatRoute, type Route } from '../../../navigation'
import { Card } from '../../../ui'

const links = [
  ['nodes', { page: 'cluster', node: null }],
  ['routing', { page: 'cluster', node: null }],
  ['discovery', { page: 'cluster', node: null }],
  ['sharing', { page: 'settings', section: 'sharing' }],
  ['tools', { page: 'tools', section: 'tools' }],
] as const satisfies readonly (readonly [string, Route])[]

/** What of the file the app itself changes, and where. */
export function ConfigLinks() {
  const { t } = useTranslation()
  return (
    <section className="flex flex-col gap-2" aria-label={t('config.fromHere')}>
      <header>
        <h2 className="font-semibold text-base">{t('config.fromHere')}</h2>
        <p className="text-muted text-sm">{t('config.fromHereHint')}</p>
      </header>
      <Card className="divide-y divide-line overflow-hidden">
        {links.map(([name, route]) => (
          <a
            key={name}
            href={formatRoute(route)}
            draggable={false}
            className="focus-ring eased flex min-h-11 items-center gap-3 px-4 py-2 text-sm hover:bg-hover focus-visible:outline-offset-[-2px]"
          >
            <span className="min-w-0 flex-1">
              {t(`config.links.${name}`)}
              <span className="block text-muted text-xs">{t(`config.links.${name}Hint`)}</span>
            </span>
            <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-muted" />
          </a>
        ))}
      </Card>
    </section>
  )
}
