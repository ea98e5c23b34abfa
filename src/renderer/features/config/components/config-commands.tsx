import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../../components/copy-button'
import { Card } from '../../../ui'

const commands = ['validate', 'schema'] as const

/** What the command line does with the file and the page does not. */
export function ConfigCommands() {
  const { t } = useTranslation()
  return (
    <section className="flex flex-col gap-2" aria-label={t('config.commands')}>
      <header>
        <h2 className="font-semibold text-base">{t('config.commands')}</h2>
        <p className="text-muted text-sm">{t('config.commandsHint')}</p>
      </header>
      <Card className="divide-y divide-line">
        {commands.map(name => {
          const command = `harombe config ${name}`
          return (
            <div key={name} className="flex items-center gap-3 px-4 py-2">
              <p className="min-w-0 flex-1 text-sm">
                <code className="font-mono text-xs">{command}</code>
                <span className="block text-muted text-xs">{t(`config.${name}`)}</span>
              </p>
              <CopyButton label={t('settings.about.copy', { what: command })} text={command} />
            </div>
          )
        })}
      </Card>
    </section>
  )
}
