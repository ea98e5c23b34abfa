import { useId, useState } from 'react'
import type { NodeView, RoutePreference } from '../../../../shared/entities'
import { tierNames, tiers } from '../../../../shared/entities/tiers'
import { preferenceHints, preferenceNames, preferences } from '../../../components'
import { formatCount } from '../../../format'
import { Checkbox, Field, Input, SegmentedControl, Select, Textarea } from '../../../ui'
import { modelsOf, readTokens, targetKey, targetOfKey, type WhatIfDraft } from '../what-if'
import { WhatIfNodes } from './what-if-nodes'

export interface WhatIfFormProps {
  draft: WhatIfDraft
  nodes: readonly NodeView[]
  /** The one of harombe.yaml, as far as it is known. */
  preference: RoutePreference
  onChange(part: Partial<WhatIfDraft>): void
}

/** From here on the length is worth knowing. */
const countedFrom = 1_000

export function WhatIfForm({ draft, nodes, preference, onChange }: WhatIfFormProps) {
  const shownPreference = draft.preference ?? preference
  const { length } = draft.text
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Field
        label="Prompt"
        hint={
          length < countedFrom ? (
            'Nothing is sent.'
          ) : (
            <span data-figure>Nothing is sent. {formatCount(length)} characters.</span>
          )
        }
      >
        {control => (
          <Textarea
            {...control}
            autoFocus
            rows={4}
            value={draft.text}
            placeholder="Write or paste a prompt"
            className="max-h-60 [font-kerning:none] [font-variant-ligatures:none]"
            onChange={event => onChange({ text: event.target.value })}
          />
        )}
      </Field>
      <div className="flex flex-col gap-1">
        <span aria-hidden="true" className="font-medium text-sm">
          Preference
        </span>
        <SegmentedControl
          label="Preference"
          fill
          value={shownPreference}
          onChange={value => onChange({ preference: value })}
          options={preferences.map(value => ({ value, label: preferenceNames[value] }))}
        />
        <p className="text-muted text-xs">{preferenceHints[shownPreference]}</p>
      </div>
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
                  {tierNames[tier]}
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
      {nodes.length === 0 ? null : (
        <WhatIfNodes nodes={nodes} without={draft.without} onChange={without => onChange({ without })} />
      )}
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
