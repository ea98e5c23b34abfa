import { useId, useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import type { NodeView, RoutePreference } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { tiers } from '../../../../shared/entities/tiers'
import { preferenceHint, preferenceName, preferences } from '../../../components'
import { Checkbox, Field, Input, SegmentedControl, Select } from '../../../ui'
import { modelsOf, readTokens, targetKey, targetOfKey, type WhatIfDraft } from '../what-if'
import { WhatIfNodes } from './what-if-nodes'
import { WhatIfPrompt } from './what-if-prompt'

export interface WhatIfFormProps {
  draft: WhatIfDraft
  nodes: readonly NodeView[]
  /** The one of harombe.yaml, as far as it is known. */
  preference: RoutePreference
  onChange(part: Partial<WhatIfDraft>): void
}

export function WhatIfForm({ draft, nodes, preference, onChange }: WhatIfFormProps) {
  const { t } = useTranslation()
  const shownPreference = draft.preference ?? preference
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <WhatIfPrompt text={draft.text} onChange={text => onChange({ text })} />
      <div className="flex flex-col gap-1">
        <span aria-hidden="true" className="font-medium text-sm">
          {t('cluster.routing.preference')}
        </span>
        <SegmentedControl
          label={t('cluster.routing.preference')}
          fill
          value={shownPreference}
          onChange={value => onChange({ preference: value })}
          options={preferences.map(value => ({ value, label: preferenceName(value, t) }))}
        />
        <p className="text-muted text-xs">{preferenceHint(shownPreference, t)}</p>
      </div>
      {nodes.length === 0 ? null : (
        <WhatIfNodes nodes={nodes} without={draft.without} onChange={without => onChange({ without })} />
      )}
      <Field label={t('cluster.routing.whatIf.askedFor')}>
        {control => (
          <Select
            {...control}
            value={targetKey(draft.target)}
            onChange={event => onChange({ target: targetOfKey(event.target.value) })}
          >
            <option value="tier/auto">{t('cluster.routing.whatIf.auto')}</option>
            <optgroup label={t('cluster.routing.whatIf.tier')}>
              {tiers.map(tier => (
                <option key={tier} value={`tier/${tier}`}>
                  {tierName(tier, t)}
                </option>
              ))}
            </optgroup>
            <optgroup label={t('cluster.routing.whatIf.node')}>
              {nodes.map(({ name }) => (
                <option key={name} value={`node/${name}`}>
                  {name}
                </option>
              ))}
            </optgroup>
            <optgroup label={t('cluster.routing.whatIf.model')}>
              {modelsOf(nodes).map(model => (
                <option key={model} value={`model/${model}`}>
                  {model}
                </option>
              ))}
            </optgroup>
          </Select>
        )}
      </Field>
      <Circumstances draft={draft} onChange={onChange} />
    </div>
  )
}

function Circumstances({ draft, onChange }: Pick<WhatIfFormProps, 'draft' | 'onChange'>) {
  const { t } = useTranslation()
  const id = useId()
  const [tokens, setTokens] = useState(draft.contextTokens === null ? '' : String(draft.contextTokens))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">{t('cluster.routing.whatIf.sent')}</legend>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Checkbox checked={draft.hasImage} onChange={hasImage => onChange({ hasImage })}>
          {t('cluster.routing.whatIf.withImage')}
        </Checkbox>
        <Checkbox checked={draft.hasTools} onChange={hasTools => onChange({ hasTools })}>
          {t('cluster.routing.whatIf.withTools')}
        </Checkbox>
      </div>
      <label htmlFor={id} className="flex flex-wrap items-center gap-2 text-sm">
        <Trans
          t={t}
          i18nKey="cluster.routing.whatIf.tokens"
          components={{
            input: (
              <Input
                id={id}
                inputMode="numeric"
                value={tokens}
                placeholder="0"
                className="w-24 text-right"
                onChange={event => {
                  setTokens(event.target.value)
                  onChange({ contextTokens: readTokens(event.target.value) })
                }}
              />
            ),
          }}
        />
      </label>
    </fieldset>
  )
}
