import type { NodeChanges } from '../../../shared/config/schema'
import type { HarombeInput } from '../../../shared/contract'
import type { BackendKind, NodeView, Tier } from '../../../shared/entities'
import { isHarombeError } from '../../../shared/harombe-error'
import { isMacAddress } from '../../../shared/mac-address'
import { spoken } from '../../../shared/texts/spoken'
import type { Translate } from '../../../shared/texts/translator'
import { pageHint } from '../../format'

type NodeInput = HarombeInput<'cluster.addNode'>

/** What the form holds: text as typed. Empty backend, model, token, slots, weight and mac mean "left to harombe". */
export interface NodeDraft {
  name: string
  address: string
  tier: Tier
  backend: BackendKind | ''
  model: string
  token: string
  slots: string
  weight: string
  /** Of its network card. */
  mac: string
}

export type DraftField = keyof NodeDraft
export type FieldErrors = Partial<Record<DraftField | 'form', string>>

export const emptyDraft: NodeDraft = {
  name: '',
  address: '',
  tier: 1,
  backend: '',
  model: '',
  token: '',
  slots: '',
  weight: '',
  mac: '',
}

export type Address = { url: string } | { host: string; port?: number }

/** `http://host:port/prefix` stays a URL; `host`, `host:port` and `[::1]:8000` become host and port. Null: not an address. */
export function parseAddress(text: string): Address | null {
  const trimmed = text.trim().replace(/\/+$/, '')
  if (/^https?:\/\//i.test(trimmed)) {
    return URL.canParse(trimmed) && !hasCredentials(trimmed) ? { url: trimmed } : null
  }
  const match = /^(\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(trimmed)
  if (match?.[1] === undefined) return null
  const port = match[2] === undefined ? undefined : Number(match[2])
  if (port !== undefined && (port < 1 || port > 65_535)) return null
  return port === undefined ? { host: match[1] } : { host: match[1], port }
}

/** The coordinator refuses them: addresses are shown everywhere. */
export function hasCredentials(text: string): boolean {
  const url = URL.parse(text.trim())
  return url !== null && (url.username !== '' || url.password !== '')
}

/** What an address comes to, for the line below the field. The file's default port is 8000. */
export function describeAddress(address: Address): string {
  return 'url' in address ? address.url : `http://${address.host}:${address.port ?? 8000}`
}

/** A name to start from: the machine's, without domain. Addresses in numbers give none. */
export function suggestName(address: Address): string {
  const host = 'url' in address ? (URL.parse(address.url)?.hostname ?? '') : address.host
  if (/^[\d.]+$/.test(host) || host.startsWith('[')) return ''
  return host.split('.')[0] ?? ''
}

/** What can be said without asking the coordinator; everything else is its to judge. */
export function draftErrors(draft: NodeDraft, t: Translate): FieldErrors {
  const errors: FieldErrors = {}
  if (draft.name.trim() === '') errors.name = t('cluster.setup.error.name')
  if (draft.address.trim() === '') errors.address = t('cluster.setup.error.address')
  else if (hasCredentials(draft.address)) errors.address = t('cluster.setup.credentials')
  else if (parseAddress(draft.address) === null) errors.address = t('cluster.setup.error.addressForm')
  if (draft.slots !== '' && !/^[1-9]\d{0,3}$/.test(draft.slots.trim())) {
    errors.slots = t('cluster.setup.error.slots')
  }
  if (draft.weight.trim() !== '' && weightOf(draft.weight) === null) {
    errors.weight = t('cluster.setup.error.weight')
  }
  if (draft.mac.trim() !== '' && !isMacAddress(draft.mac)) errors.mac = t('cluster.setup.error.mac')
  return errors
}

/** Null: not a weight. */
function weightOf(text: string): number | null {
  const weight = Number(text.trim().replace(',', '.'))
  return Number.isFinite(weight) && weight > 0 && weight <= 100 ? weight : null
}

/** The draft as the coordinator takes it. Call only when `draftErrors` found nothing. */
export function draftInput(draft: NodeDraft): NodeInput {
  const address = parseAddress(draft.address)
  return {
    name: draft.name.trim(),
    ...address,
    tier: draft.tier,
    model: draft.model,
    ...(draft.backend === '' ? {} : { backend: draft.backend }),
    ...(draft.token === '' ? {} : { auth_token: draft.token }),
    ...(draft.slots === '' ? {} : { slots: Number(draft.slots) }),
    ...weightInput(draft.weight),
    ...(draft.mac.trim() === '' ? {} : { wake: { mac: draft.mac.trim() } }),
  }
}

function weightInput(text: string): { weight?: number } {
  const weight = text.trim() === '' ? null : weightOf(text)
  return weight === null ? {} : { weight }
}

/** Only what a test is about: where the node is and how it is spoken to. Neither its name nor its slots matter yet. */
export const draftToTest = (draft: NodeDraft): NodeInput =>
  draftInput({ ...draft, name: 'new-node', slots: '', weight: '', mac: '' })

/** A node of the file as a draft. Its token never comes back from the coordinator, so it starts empty: unchanged. */
export function draftOfNode(node: NodeView): NodeDraft {
  return {
    name: node.name,
    address: node.url,
    tier: node.tier,
    backend: '',
    model: node.model,
    token: '',
    slots: String(node.slots),
    weight: node.weight === 1 ? '' : String(node.weight),
    mac: node.wakeMac ?? '',
  }
}

/** Only what the user changed; null takes a field out of the file. An address replaces both ways of writing one. */
export function draftChanges(before: NodeDraft, after: NodeDraft): NodeChanges {
  const changes: NodeChanges = {}
  if (after.name.trim() !== before.name) changes.name = after.name.trim()
  if (after.address.trim() !== before.address) {
    const address = parseAddress(after.address)
    if (address !== null && 'url' in address)
      Object.assign(changes, { url: address.url, host: null, port: null })
    else if (address !== null) {
      Object.assign(changes, { url: null, host: address.host, port: address.port ?? null })
    }
  }
  if (after.tier !== before.tier) changes.tier = after.tier
  if (after.backend !== '') changes.backend = after.backend
  if (after.model !== before.model) changes.model = after.model === '' ? null : after.model
  if (after.token !== '') changes.auth_token = after.token
  if (after.slots !== before.slots) changes.slots = after.slots === '' ? null : Number(after.slots)
  if (after.weight.trim() !== before.weight) changes.weight = weightInput(after.weight).weight ?? null
  const mac = after.mac.trim()
  if (mac !== before.mac) changes.wake = mac === '' ? null : { mac }
  return changes
}

const fieldOfKey: Record<string, DraftField> = {
  name: 'name',
  host: 'address',
  port: 'address',
  url: 'address',
  tier: 'tier',
  backend: 'backend',
  model: 'model',
  auth_token: 'token',
  slots: 'slots',
  weight: 'weight',
  mac: 'mac',
}

/** Puts the coordinator's objections at the fields they are about; what fits no field is the form's. */
export function serverErrors(error: unknown, t: Translate): FieldErrors {
  if (!isHarombeError(error)) return { form: t('cluster.setup.error.unknown') }
  const hint = pageHint(error.hint, t)
  const message = spoken(error.message, t)
  const text = hint === undefined ? message : `${message} ${hint}`
  const errors: FieldErrors = {}
  for (const issue of issuesOf(error.data?.issues)) {
    const field = fieldOfKey[issue.key]
    if (field !== undefined) errors[field] ??= spoken(issue.message, t)
  }
  if (Object.keys(errors).length > 0) return errors
  return error.code === 'CONFLICT' ? { name: text } : { form: text }
}

function issuesOf(value: unknown): { key: string; message: string }[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((issue: unknown) => {
    if (typeof issue !== 'object' || issue === null || !('path' in issue) || !('message' in issue)) return []
    const key = Array.isArray(issue.path) ? issue.path.findLast(part => typeof part === 'string') : undefined
    return typeof key === 'string' && typeof issue.message === 'string'
      ? [{ key, message: issue.message }]
      : []
  })
}
