import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRecord } from '../../../../shared/record'
import { Button, toast } from '../../../ui'
import { PlainReport } from './plain-report'
import { SettingGroup } from './setting-row'

interface Licence {
  name: string
  version: string
  licence: string
  text: string
}

const isLicence = (entry: unknown): entry is Licence =>
  isRecord(entry) &&
  [entry.name, entry.version, entry.licence, entry.text].every(value => typeof value === 'string')

/** Written by scripts/vite-licences-plugin.ts beside the page. */
async function loadLicences(): Promise<Licence[]> {
  const response = await fetch('/licences.json')
  const entries: unknown = await response.json()
  if (!Array.isArray(entries)) throw new Error('no list')
  return entries.filter(isLicence)
}

/** What harombe stands on; fetched only when somebody asks. */
export function LicenceList() {
  const { t } = useTranslation()
  const [licences, setLicences] = useState<readonly Licence[] | null>(null)
  const [isLoading, setIsLoading] = useState(false)
  const load = () => {
    setIsLoading(true)
    loadLicences()
      .then(setLicences, () => toast.error(t('settings.about.licencesFailed')))
      .finally(() => setIsLoading(false))
  }
  return (
    <SettingGroup title={t('settings.about.licences')} hint={t('settings.about.licencesHint')}>
      {licences === null ? (
        <div className="px-4 py-3">
          <Button busy={isLoading} onClick={load}>
            {t('settings.about.showLicences')}
          </Button>
        </div>
      ) : (
        <ul className="max-h-96 overflow-y-auto">
          {licences.map(entry => (
            <li key={`${entry.name} ${entry.version}`} className="border-line border-b last:border-b-0">
              <LicenceEntry {...entry} />
            </li>
          ))}
        </ul>
      )}
    </SettingGroup>
  )
}

function LicenceEntry({ name, version, licence, text }: Licence) {
  const [isOpen, setIsOpen] = useState(false)
  const line = (
    <>
      <span className="min-w-0 flex-1 truncate text-left">
        {name} <span className="text-muted">{version}</span>
      </span>
      <span className="shrink-0 text-muted text-xs">{licence}</span>
    </>
  )
  if (text === '') return <p className="flex min-h-10 items-center gap-3 px-4 text-sm">{line}</p>
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="focus-ring eased flex min-h-10 w-full items-center gap-3 px-4 text-sm hover:bg-hover focus-visible:outline-offset-[-2px]"
      >
        {line}
      </button>
      {isOpen ? (
        <div className="px-4 pb-3">
          <PlainReport label={name} text={text} />
        </div>
      ) : null}
    </>
  )
}
