import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { BackendKind, Tier } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { tiers } from '../../../../shared/entities/tiers'
import type { Translate } from '../../../../shared/texts/translator'
import { backendNames, TierGlyph } from '../../../components'
import { formatCount } from '../../../format'
import { Banner, Button, Field, Input, SegmentedControl, Select } from '../../../ui'
import { describeAddress, hasCredentials, type NodeDraft, parseAddress } from '../node-draft'
import type { NodeFormStore } from '../node-form-store'
import { suggestTier, type TierSuggestion } from '../suggest-tier'
import { TestResult } from './test-result'

const backends = (Object.keys(backendNames) as BackendKind[]).filter(kind => kind !== 'embedded')

export function NodeForm({ form }: { form: NodeFormStore }) {
  const { t } = useTranslation()
  const { draft, errors, test } = useStore(form.store)
  const editing = form.editing !== null
  return (
    <div className="flex flex-col gap-4">
      <Field label={t('cluster.setup.address')} error={errors.address} hint={addressHint(draft, t)}>
        {control => (
          <Input
            {...control}
            value={draft.address}
            onChange={event => form.change({ address: event.target.value })}
            placeholder={t('cluster.setup.addressExample')}
            spellCheck={false}
            autoCapitalize="none"
            autoComplete="off"
            autoFocus={!editing}
            className="font-mono text-xs"
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-[1fr_auto]">
        <Field label={t('cluster.setup.name')} error={errors.name}>
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
      {test === null || editing ? null : (
        <TierProposal
          proposal={suggestTier(test)}
          chosen={draft.tier}
          onTake={tier => form.change({ tier })}
        />
      )}
      <ModelField form={form} />
      <details
        className="group"
        open={
          [errors.backend, errors.token, errors.slots, errors.weight, errors.mac].some(isSet) || undefined
        }
      >
        <summary className="eased focus-ring flex w-fit list-none items-center gap-1 rounded-xs text-muted text-sm hover:text-ink [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden="true" className="size-4 transition-transform group-open:rotate-90" />
          {t('cluster.setup.more')}
        </summary>
        <div className="grid gap-4 pt-3 sm:grid-cols-2">
          <Field label={t('cluster.setup.server')} error={errors.backend}>
            {control => (
              <Select
                {...control}
                value={draft.backend}
                onChange={event => form.change({ backend: toBackend(event.target.value) })}
              >
                <option value="">
                  {t(editing ? 'cluster.setup.serverAsIs' : 'cluster.setup.serverFind')}
                </option>
                {backends.map(kind => (
                  <option key={kind} value={kind}>
                    {backendNames[kind]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field
            label={t('cluster.setup.token')}
            optional
            error={errors.token}
            hint={editing ? t('cluster.setup.tokenKept') : undefined}
          >
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
            label={t('cluster.setup.slots')}
            optional
            error={errors.slots}
            hint={t('cluster.setup.slotsHint')}
          >
            {control => (
              <Input
                {...control}
                inputMode="numeric"
                value={draft.slots}
                onChange={event => form.change({ slots: event.target.value })}
                placeholder={t('cluster.setup.slotsAutomatic')}
                autoComplete="off"
              />
            )}
          </Field>
          <Field
            label={t('cluster.setup.weight')}
            optional
            error={errors.weight}
            hint={t('cluster.setup.weightHint')}
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
          <Field label={t('cluster.setup.mac')} optional error={errors.mac} hint={t('cluster.setup.macHint')}>
            {control => (
              <Input
                {...control}
                value={draft.mac}
                onChange={event => form.change({ mac: event.target.value })}
                placeholder="00:11:22:33:44:55"
                spellCheck={false}
                autoCapitalize="none"
                autoComplete="off"
                className="font-mono text-xs"
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

function addressHint(draft: NodeDraft, t: Translate): string {
  if (hasCredentials(draft.address)) return t('cluster.setup.credentials')
  const address = parseAddress(draft.address)
  return address === null || ('host' in address && address.port === undefined)
    ? t('cluster.setup.addressHint')
    : t('cluster.setup.addressAsked', { address: describeAddress(address) })
}

function TierField(props: { value: Tier; error: string | undefined; onChange(tier: Tier): void }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium text-sm">{t('cluster.setup.tier')}</span>
      <SegmentedControl
        label={t('cluster.setup.tier')}
        fill
        value={String(props.value)}
        onChange={value => props.onChange(tiers.find(tier => String(tier) === value) ?? 1)}
        options={tiers.map(tier => ({
          value: String(tier),
          label: (
            <>
              <TierGlyph tier={tier} />
              {tierName(tier, t)}
            </>
          ),
        }))}
      />
      <p className={props.error === undefined ? 'text-muted text-xs' : 'text-danger text-xs'}>
        {props.error ?? t('cluster.setup.tierHint')}
      </p>
    </div>
  )
}

/** Said with its reason, and only where it differs from what is chosen: the tier is the user's own judgement. */
function TierProposal(props: { proposal: TierSuggestion | null; chosen: Tier; onTake(tier: Tier): void }) {
  const { t } = useTranslation()
  const { proposal, chosen, onTake } = props
  if (proposal === null || proposal.tier === chosen) return null
  const tier = tierName(proposal.tier, t)
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
      {t('cluster.setup.tierSuggested', { tier, billions: formatCount(Math.ceil(proposal.billions)) })}
      <Button variant="link" size="inline" className="text-xs" onClick={() => onTake(proposal.tier)}>
        {t('cluster.setup.tierUse', { tier })}
      </Button>
    </p>
  )
}

function ModelField({ form }: { form: NodeFormStore }) {
  const { t } = useTranslation()
  const { draft, errors, test } = useStore(form.store)
  const known = test?.models ?? form.editing?.models ?? []
  const options = draft.model === '' || known.includes(draft.model) ? known : [draft.model, ...known]
  return (
    <Field
      label={t('cluster.setup.model')}
      error={errors.model}
      hint={known.length === 0 ? t('cluster.setup.modelHint') : undefined}
    >
      {control => (
        <Select
          {...control}
          value={draft.model}
          disabled={options.length === 0}
          onChange={event => form.change({ model: event.target.value })}
        >
          <option value="">{t('cluster.setup.firstModel')}</option>
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
