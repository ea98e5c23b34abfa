import { useTranslation } from 'react-i18next'
import type { ConfigPath } from '../../../../shared/config/document/form-action'
import { isRecord } from '../../../../shared/record'
import { Card } from '../../../ui'
import { useForm } from './form-context'
import { LineLink } from './setting-row'
import { shownText } from './settings/typed-value'

export interface UnknownKeysProps {
  title: string
  hint?: string
  /** The map they stand in; empty for the file itself. */
  base: ConfigPath
  known: ReadonlySet<string>
}

/** Keys of the file that harombe keeps and does not know: to be seen here, and changed in the text. */
export function UnknownKeys({ title, hint, base, known }: UnknownKeysProps) {
  const { view, show } = useForm()
  const { t } = useTranslation()
  const { value } = view.value(base)
  const keys = isRecord(value) ? Object.keys(value).filter(key => !known.has(key)) : []
  const found = keys.flatMap(key => {
    const position = view.positionOf([...base, key])
    return position === null ? [] : [{ key, position, text: isRecord(value) ? shownText(value[key]) : '' }]
  })
  if (found.length === 0) return null
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="font-medium text-muted text-xs">{title}</h3>
      {hint === undefined ? null : <p className="text-muted text-xs">{hint}</p>}
      <Card className="divide-y divide-line">
        {found.map(({ key, position, text }) => (
          <p key={key} className="flex items-center gap-3 px-3.5 py-2 font-mono text-xs">
            <span className="min-w-0 truncate">{key}</span>
            <span className="min-w-0 flex-1 truncate text-muted">{text === '' ? '…' : text}</span>
            <LineLink what={key} line={position.line} onShow={() => show([...base, key])} />
          </p>
        ))}
      </Card>
      <span className="sr-only">{t('config.form.section.otherHint')}</span>
    </section>
  )
}
