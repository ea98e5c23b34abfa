import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../../client'
import { CopyBlock } from '../../../components/copy-button'
import { useCapability, useSystemInfo } from '../../../mirrors'
import { Button, SegmentedControl, Skeleton, toast } from '../../../ui'
import { sharingRecipe, type Travel } from '../sharing-recipe'
import { SettingGroup } from './setting-row'

/** What to write to share harombe; it is the person who does it, so that it never happens by a click. */
export function SharingSteps() {
  const { t } = useTranslation()
  const info = useSystemInfo()
  const [travel, setTravel] = useState<Travel>('tls')
  if (info === null) return <Skeleton className="h-64 w-full" />
  const recipe = sharingRecipe(info.dataDirectory, travel)
  return (
    <SettingGroup title={t('settings.sharing.howTo')} hint={t('settings.sharing.howToHint')}>
      <div className="flex flex-col gap-5 px-4 py-4">
        <div className="flex flex-col gap-1.5">
          <SegmentedControl<Travel>
            label={t('settings.sharing.kind')}
            value={travel}
            onChange={value => setTravel(value)}
            className="self-start"
            options={[
              { value: 'tls', label: t('settings.sharing.withTls') },
              { value: 'clear', label: t('settings.sharing.withoutTls') },
            ]}
          />
          <p className={travel === 'tls' ? 'text-muted text-xs' : 'text-warn text-xs'}>
            {t(travel === 'tls' ? 'settings.sharing.withTlsHint' : 'settings.sharing.withoutTlsHint')}
          </p>
        </div>
        <ol className="flex flex-col gap-5">
          <Step number={1} title={t('settings.sharing.step1')} hint={t('settings.sharing.step1Hint')}>
            <CopyBlock
              label={t('settings.about.copy', { what: t('settings.sharing.step1') })}
              text={recipe.token}
            />
            {recipe.certificate === null ? null : (
              <CopyBlock
                label={t('settings.about.copy', { what: t('settings.sharing.withTls') })}
                text={recipe.certificate}
              />
            )}
          </Step>
          <Step number={2} title={t('settings.sharing.step2')} hint={info.configPath}>
            <CopyBlock
              label={t('settings.about.copy', { what: t('settings.sharing.step2') })}
              text={recipe.yaml}
            />
            <OpenFolder />
          </Step>
          <Step number={3} title={t('settings.sharing.step3')} hint={t('settings.sharing.step3Hint')} />
        </ol>
      </div>
    </SettingGroup>
  )
}

function OpenFolder() {
  const { t } = useTranslation()
  const client = useClient()
  if (!useCapability('openFolder')) return null
  return (
    <Button
      size="sm"
      className="self-start"
      onClick={() => {
        client
          .call('system.openConfigFolder', {})
          .catch(() => toast.error(t('settings.sharing.folderFailed')))
      }}
    >
      {t('settings.sharing.openFolder')}
    </Button>
  )
}

interface StepProps {
  number: number
  title: string
  hint: string
  children?: ReactNode
}

function Step({ number, title, hint, children }: StepProps) {
  return (
    <li className="flex min-w-0 gap-3">
      <span
        aria-hidden="true"
        data-figure
        className="flex size-6 shrink-0 items-center justify-center rounded-full bg-pressed font-semibold text-xs"
      >
        {number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <p className="text-sm">
          <span className="font-medium">{title}</span>
          <span className="block text-muted text-xs [overflow-wrap:anywhere]">{hint}</span>
        </p>
        {children}
      </div>
    </li>
  )
}
