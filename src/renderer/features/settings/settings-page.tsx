import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type SettingsSection, settingsSections } from '../../../shared/page-route'
import { RebindList } from '../../commands/rebind-list'
import { useCapability } from '../../mirrors'
import { formatRoute } from '../../navigation'
import { cn } from '../../ui'
import { AboutSection } from './components/about-section'
import { DesktopSection } from './components/desktop-section'
import { GeneralSection } from './components/general-section'
import { SharingSection } from './components/sharing-section'
import { PreferenceChoicesContext, useOwnPreferenceChoices } from './use-preference-choices'

function Sections({ current, shown }: { current: SettingsSection; shown: readonly SettingsSection[] }) {
  const { t } = useTranslation()
  const list = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another one is current
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  return (
    <nav
      ref={list}
      aria-label={t('settings.sections')}
      className="flex shrink-0 gap-1 overflow-x-auto border-line border-b pb-2"
    >
      {shown.map(section => (
        <a
          key={section}
          href={formatRoute({ page: 'settings', section })}
          aria-current={section === current ? 'page' : undefined}
          draggable={false}
          className={cn(
            'focus-ring eased flex h-8 shrink-0 items-center rounded-md px-3 text-sm focus-visible:outline-offset-[-2px] pointer-coarse:h-10',
            section === current
              ? 'bg-pressed font-semibold text-ink'
              : 'font-medium text-muted hover:bg-hover hover:text-ink',
          )}
        >
          {t(`settings.section.${section}`)}
        </a>
      ))}
    </nav>
  )
}

function Shortcuts() {
  const { t } = useTranslation()
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-3">
      <header>
        <h2 id={titleId} className="font-semibold text-base">
          {t('settings.shortcuts.title')}
        </h2>
        <p className="text-muted text-sm">{t('settings.shortcuts.hint')}</p>
      </header>
      <RebindList />
    </section>
  )
}

/** How harombe looks, speaks and behaves for this person, and what this installation is. */
export function SettingsPage({ section }: { section: SettingsSection }) {
  const { t } = useTranslation()
  const choices = useOwnPreferenceChoices()
  const isDesktop = useCapability('desktop')
  const shown = settingsSections.filter(name => name !== 'desktop' || isDesktop)
  // A link to what this host cannot do leads to what there is.
  const current = shown.includes(section) ? section : 'general'
  return (
    <PreferenceChoicesContext value={choices}>
      <div className="mx-auto flex w-full max-w-[860px] flex-col gap-4 px-4 py-4 sm:px-6 sm:py-5">
        <h1 className="flex min-h-8 shrink-0 items-center font-semibold text-lg">{t('settings.title')}</h1>
        <Sections current={current} shown={shown} />
        <div key={current} className="flex flex-col gap-6">
          {current === 'general' ? <GeneralSection /> : null}
          {current === 'shortcuts' ? <Shortcuts /> : null}
          {current === 'sharing' ? <SharingSection /> : null}
          {current === 'desktop' ? <DesktopSection /> : null}
          {current === 'about' ? <AboutSection /> : null}
        </div>
      </div>
    </PreferenceChoicesContext>
  )
}
