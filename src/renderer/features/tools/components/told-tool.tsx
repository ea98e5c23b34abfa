import { useTranslation } from 'react-i18next'
import type { McpServerView } from '../../../../shared/entities'
import { MarkedText } from '../../../components'
import { Badge } from '../../../ui'
import type { ToolChange } from '../server-words'

const tones: Readonly<Record<ToolChange, 'accent' | 'warn' | 'neutral'>> = {
  new: 'accent',
  changed: 'warn',
  gone: 'neutral',
  same: 'neutral',
}

function Told({ name, text }: { name: string; text: string }) {
  const { t } = useTranslation()
  return (
    <figure className="rounded-md border border-line bg-sunken">
      <figcaption className="px-3 pt-2 text-2xs text-muted">{name}</figcaption>
      <pre className="whitespace-pre-wrap px-3 pt-0.5 pb-2 font-mono text-xs [overflow-wrap:anywhere]">
        {text === '' ? t('tools.told.nothing') : <MarkedText text={text} />}
      </pre>
    </figure>
  )
}

/** What a server tells models of one tool, word for word and to the end. */
export function ToldTool({
  tool: { name, description, schema, change },
}: {
  tool: McpServerView['tools'][number]
}) {
  const { t } = useTranslation()
  return (
    <article aria-label={name} className="flex flex-col gap-2">
      <h3 className="flex items-center gap-2">
        <span className="min-w-0 font-mono font-medium text-sm [overflow-wrap:anywhere]">{name}</span>
        <Badge tone={tones[change]}>{t(`tools.servers.change.${change}`)}</Badge>
      </h3>
      {change === 'gone' ? (
        <p className="text-muted text-sm">{t('tools.told.gone')}</p>
      ) : (
        <>
          <Told name={t('tools.told.text')} text={description.text} />
          <Told name={t('tools.told.schema')} text={schema.text} />
        </>
      )}
    </article>
  )
}
