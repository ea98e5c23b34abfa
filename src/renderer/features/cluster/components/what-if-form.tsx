import { useId, useState } from 'react'
import type { NodeView, RoutePreference } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { tiers } from '../../../../shared/entities/tiers'
import { preferenceHint, preferenceName, preferences } from '../../../components'
import { texts } from '../../../texts'
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
  const shownPreference = draft.preference ?? preference
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <WhatIfPrompt text={draft.text} onChange={text => onChange({ text })} />
      <div className="flex flex-col gap-1">
        <span aria-hidden="true" className="font-medium text-sm">
          Preference
        </span>
        <SegmentedControl
          label="Preference"
          fill
          value={shownPreference}
          onChange={value => onChange({ preference: value })}
          options={preferences.map(value => ({ value, label: preferenceName(value, texts.t) }))}
        />
        <p className="text-muted text-xs">{preferenceHint(shownPreference, texts.t)}</p>
      </div>
      {nodes.length === 0 ? null : (
        <WhatIfNodes nodes={nodes} without={draft.without} onChange={without => onChange({ without })} />
      )}
      <Field label="Asked for">
        {control => (
          <Select
            {...control}
            value={targetKey(draft.target)}
            onChange={event => onChange({ target: targetOfKey(event.target.value) })}
          >
            <option value="tier/auto">Auto: harombe decides</option>
            <optgroup label="Tier">
              {tiers.map(tier => (
                <option key={tier} value={`tier/${tier}`}>
                  {tierName(tier, texts.t)}
                </option>
              ))}
            </optgroup>
            <optgroup label="Node">
              {nodes.map(({ name }) => (
                <option key={name} value={`node/${name}`}>
                  {name}
                </option>
              ))}
            </optgroup>
            <optgroup label="Model">
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
  const id = useId()
  const [tokens, setTokens] = useState(draft.contextTokens === null ? '' : String(draft.contextTokens))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">Sent</legend>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Checkbox checked={draft.hasImage} onChange={hasImage => onChange({ hasImage })}>
          with an image
        </Checkbox>
        <Checkbox checked={draft.hasTools} onChange={hasTools => onChange({ hasTools })}>
          with tools
        </Checkbox>
      </div>
      <label htmlFor={id} className="flex flex-wrap items-center gap-2 text-sm">
        in a conversation of
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
        tokens
      </label>
    </fieldset>
  )
}
