import { ChevronRight } from 'lucide-react'
import { useStore } from 'zustand'
import type { BackendKind, Tier } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { tiers } from '../../../../shared/entities/tiers'
import { backendNames, TierGlyph } from '../../../components'
import { texts } from '../../../texts'
import { Banner, Field, Input, SegmentedControl, Select } from '../../../ui'
import {
  credentialsRefusal,
  describeAddress,
  hasCredentials,
  type NodeDraft,
  parseAddress,
} from '../node-draft'
import type { NodeFormStore } from '../node-form-store'
import { TestResult } from './test-result'

const backends = (Object.keys(backendNames) as BackendKind[]).filter(kind => kind !== 'embedded')

export function NodeForm({ form }: { form: NodeFormStore }) {
  const { draft, errors, test } = useStore(form.store)
  const editing = form.editing !== null
  return (
    <div className="flex flex-col gap-4">
      <Field label="Address" error={errors.address} hint={addressHint(draft)}>
        {control => (
          <Input
            {...control}
            value={draft.address}
            onChange={event => form.change({ address: event.target.value })}
            placeholder="gaming-pc:11434 or http://192.168.1.20:11434"
            spellCheck={false}
            autoCapitalize="none"
            autoComplete="off"
            autoFocus={!editing}
            className="font-mono text-xs"
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-[1fr_auto]">
        <Field label="Name" error={errors.name}>
          {control => (
            <Input
              {...control}
              value={draft.name}
              onChange={event => form.change({ name: event.target.value })}
              spellCheck={false}
              autoComplete="off"
            />
          )}
        </Field>
        <TierField value={draft.tier} error={errors.tier} onChange={tier => form.change({ tier })} />
      </div>
      {test === null ? null : <TestResult result={test} />}
      <ModelField form={form} />
      <details
        className="group"
        open={[errors.backend, errors.token, errors.slots, errors.weight].some(isSet) || undefined}
      >
        <summary className="eased focus-ring flex w-fit list-none items-center gap-1 rounded-xs text-muted text-sm hover:text-ink [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden="true" className="size-4 transition-transform group-open:rotate-90" />
          Server, token, slots, weight
        </summary>
        <div className="grid gap-4 pt-3 sm:grid-cols-2">
          <Field label="Server" error={errors.backend}>
            {control => (
              <Select
                {...control}
                value={draft.backend}
                onChange={event => form.change({ backend: toBackend(event.target.value) })}
              >
                <option value="">{editing ? 'As it is' : 'Find out'}</option>
                {backends.map(kind => (
                  <option key={kind} value={kind}>
                    {backendNames[kind]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Token" optional error={errors.token} hint={editing ? 'Empty keeps it' : undefined}>
            {control => (
              <Input
                {...control}
                type="password"
                value={draft.token}
                onChange={event => form.change({ token: event.target.value })}
                autoComplete="off"
              />
            )}
          </Field>
          <Field
            label="Slots"
            optional
            error={errors.slots}
            hint="Questions at once; empty: what its server says"
          >
            {control => (
              <Input
                {...control}
                inputMode="numeric"
                value={draft.slots}
                onChange={event => form.change({ slots: event.target.value })}
                placeholder="automatic"
                autoComplete="off"
              />
            )}
          </Field>
          <Field
            label="Weight"
            optional
            error={errors.weight}
            hint="Share among its tier: 2 gets twice what 1 gets"
          >
            {control => (
              <Input
                {...control}
                inputMode="decimal"
                value={draft.weight}
                onChange={event => form.change({ weight: event.target.value })}
                placeholder="1"
                autoComplete="off"
              />
            )}
          </Field>
        </div>
      </details>
      {errors.form === undefined ? null : <Banner tone="danger" title={errors.form} />}
    </div>
  )
}

const isSet = (error: string | undefined) => error !== undefined

function toBackend(value: string): NodeDraft['backend'] {
  return backends.find(kind => kind === value) ?? ''
}

function addressHint(draft: NodeDraft): string {
  if (hasCredentials(draft.address)) return credentialsRefusal
  const address = parseAddress(draft.address)
  return address === null || ('host' in address && address.port === undefined)
    ? 'Ollama listens on port 11434, another harombe on 8000.'
    : `Will be asked at ${describeAddress(address)}`
}

function TierField(props: { value: Tier; error: string | undefined; onChange(tier: Tier): void }) {
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium text-sm">Tier</span>
      <SegmentedControl
        label="Tier"
        fill
        value={String(props.value)}
        onChange={value => props.onChange(tiers.find(tier => String(tier) === value) ?? 1)}
        options={tiers.map(tier => ({
          value: String(tier),
          label: (
            <>
              <TierGlyph tier={tier} />
              {tierName(tier, texts.t)}
            </>
          ),
        }))}
      />
      <p className={props.error === undefined ? 'text-muted text-xs' : 'text-danger text-xs'}>
        {props.error ?? 'Your own judgement of the machine.'}
      </p>
    </div>
  )
}

function ModelField({ form }: { form: NodeFormStore }) {
  const { draft, errors, test } = useStore(form.store)
  const known = test?.models ?? form.editing?.models ?? []
  const options = draft.model === '' || known.includes(draft.model) ? known : [draft.model, ...known]
  return (
    <Field
      label="Model"
      error={errors.model}
      hint={known.length === 0 ? 'Test the node to choose among the models it serves.' : undefined}
    >
      {control => (
        <Select
          {...control}
          value={draft.model}
          disabled={options.length === 0}
          onChange={event => form.change({ model: event.target.value })}
        >
          <option value="">The first it serves</option>
          {options.map(model => (
            <option key={model} value={model}>
              {model}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
