import { useTranslation } from 'react-i18next'
import type { FormValue } from '../../../../shared/config/document/form-view'
import type { Translate } from '../../../../shared/texts/translator'
import { Badge } from '../../../ui'

/** Where a value comes from that is not simply written here; null for most. */
function sourceWords({ source }: FormValue, t: Translate): { text: string; hint: string } | null {
  switch (source.kind) {
    case 'alias':
      return { text: t('config.form.source.alias', source), hint: t('config.form.source.aliasHint') }
    case 'merge':
      return { text: t('config.form.source.merge', source), hint: t('config.form.source.mergeHint') }
    case 'variable':
      return {
        text: t('config.form.source.variable', { names: source.names.join(', ') }),
        hint: t('config.form.source.variableHint'),
      }
    case 'file':
    case 'default':
      return null
  }
}

/** Where a value comes from, who shares it, and what wins over it. */
export function SourceBadges({ value, overlay }: { value: FormValue; overlay: string | null }) {
  const { t } = useTranslation()
  const source = sourceWords(value, t)
  const badges = [
    ...(source === null ? [] : [{ tone: 'accent', ...source } as const]),
    ...(value.sharedWith === 0
      ? []
      : [
          {
            tone: 'neutral',
            text: t('config.form.source.shared', { count: value.sharedWith }),
            hint: t('config.form.source.sharedHint'),
          } as const,
        ]),
    ...(overlay === null
      ? []
      : [
          {
            tone: 'warn',
            text: t('config.form.source.overlay', { name: overlay }),
            hint: t('config.form.source.overlayHint', { name: overlay }),
          } as const,
        ]),
  ]
  return badges.map(({ tone, text, hint }) => (
    <Badge key={text} tone={tone} title={hint} className="min-w-0 shrink">
      <span className="truncate">{text}</span>
      <span className="sr-only">{hint}</span>
    </Badge>
  ))
}
