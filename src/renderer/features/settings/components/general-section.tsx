import { useTranslation } from 'react-i18next'
import type { Preferences } from '../../../../shared/entities'
import { themeChoices } from '../../../theme-store'
import { Banner, SegmentedControl, Select, Skeleton, Switch } from '../../../ui'
import { useChosenPreferences } from '../use-preference-choices'
import { SettingGroup, SettingRow, SwitchRow } from './setting-row'

/** In their own language: whoever cannot read the present one finds theirs. */
const languageNames = { en: 'English', de: 'Deutsch' } as const

const notices = ['answers', 'approvals', 'nodes', 'updates'] as const

const languageChoice = (value: string): Preferences['language'] =>
  value === 'en' || value === 'de' ? value : 'system'

export function GeneralSection() {
  const { t } = useTranslation()
  const { preferences, isForbidden, change } = useChosenPreferences()
  if (preferences === null) {
    return (
      <div className="flex flex-col gap-3">
        <p className="sr-only">{t('settings.loading')}</p>
        <Skeleton className="h-32 w-full" />
        <Skeleton className="h-48 w-full" />
      </div>
    )
  }
  const { language, theme, notifications } = preferences
  return (
    <>
      {isForbidden ? <Banner tone="warn" title={t('settings.mayNotChange')} /> : null}
      <SettingGroup title={t('settings.general.appearance')}>
        <SettingRow label={t('settings.general.language')} hint={t('settings.general.languageHint')}>
          <Select
            aria-label={t('settings.general.language')}
            className="w-40"
            value={language}
            disabled={isForbidden}
            onChange={event => change({ language: languageChoice(event.target.value) })}
          >
            <option value="system">{t('settings.general.languageSystem')}</option>
            {Object.entries(languageNames).map(([value, name]) => (
              <option key={value} value={value} lang={value}>
                {name}
              </option>
            ))}
          </Select>
        </SettingRow>
        <SettingRow label={t('settings.general.theme')} hint={t('settings.general.themeHint')}>
          <SegmentedControl
            label={t('settings.general.theme')}
            value={theme}
            onChange={value => change({ theme: value })}
            options={themeChoices.map(value => ({
              value,
              label: t(`settings.general.themeName.${value}`),
              disabled: isForbidden,
            }))}
          />
        </SettingRow>
      </SettingGroup>
      <SettingGroup
        title={t('settings.general.notifications')}
        hint={t('settings.general.notificationsHint')}
      >
        {notices.map(notice => (
          <SwitchRow key={notice} label={t(`settings.general.notify.${notice}`)}>
            <Switch
              label={t(`settings.general.notify.${notice}`)}
              checked={notifications[notice]}
              disabled={isForbidden}
              onChange={checked => change({ notifications: { ...notifications, [notice]: checked } })}
            />
          </SwitchRow>
        ))}
      </SettingGroup>
    </>
  )
}
