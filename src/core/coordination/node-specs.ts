import { nodeUrl } from '../../shared/config/node-url'
import type { Config, NodeConfig, NodeInput } from '../../shared/config/schema'
import type { BackendKind } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { embeddedUrl } from '../inference/embedded/embedded-url'
import { configuredName } from '../inference/embedded/models/model-names'
import { readDeclaredCapabilities } from './declared-capabilities'
import type { NodeSpec } from './node-spec'

export { nodeUrl }

export interface SpecSources {
  config: Config
  hostname: string
  /** Where this coordinator itself listens; null while it does not. */
  endpoint: string | null
  /** Nodes that are used because they were found on the network; no name is one of those taken (lower case). */
  discovered?:
    | ((taken: ReadonlySet<string>) => readonly Pick<NodeSpec, 'name' | 'url' | 'tier'>[])
    | undefined
  /** Where a node of the file is for now, if it moved; else what the file says. */
  placeOf?: ((node: string, url: string) => string) | undefined
  demo: readonly Pick<NodeSpec, 'name' | 'tier' | 'model' | 'url' | 'slots' | 'memory'>[]
  /** Resolves `${env:…}` and `${secret:…}`. @throws HarombeError when there is no such secret */
  resolveSecret(value: string): string
}

export interface SpecResult {
  specs: NodeSpec[]
  /** What kept a node from being set up as written, in words. */
  problems: string[]
}

const isEmbedded = ({ protocol }: URL) => protocol === 'embedded:'

const loopbackNames = new Set(['localhost', '127.0.0.1', '::1', '[::1]', '0.0.0.0'])

/** Nothing leaves this machine on the way there. */
export const isWithinMachine = (url: URL): boolean => isEmbedded(url) || loopbackNames.has(url.hostname)

/** By its name alone; what is behind a forwarded port cannot be told. */
export function isOnThisMachine(url: URL, hostname: string): boolean {
  const own = hostname.toLowerCase()
  return isWithinMachine(url) || url.hostname === own || url.hostname === `${own}.local`
}

function isSamePlace(a: string, b: string, hostname: string): boolean {
  const place = (value: string) => {
    const url = URL.parse(value)
    if (url === null || isEmbedded(url)) return value
    return `${isOnThisMachine(url, hostname) ? 'this machine' : url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
  }
  return place(a) === place(b)
}

/** A coordinator that asks itself goes in circles. */
export const isOwnListener = (url: string, endpoint: string | null, hostname: string): boolean =>
  endpoint !== null && isSamePlace(url, endpoint, hostname)

export const ownListener = (): HarombeError =>
  new HarombeError('CONFIG_INVALID', 'That is this harombe itself.', {
    hint: "List the machine's model server instead.",
  })

/** The backend of this machine as the file names it. */
function localBackend(config: Config): { backend: BackendKind; url: string; key: string | undefined } | null {
  const { inference, ollama } = config
  if (inference.backend === 'embedded') return { backend: 'embedded', url: embeddedUrl, key: undefined }
  if (inference.backend === 'ollama') {
    return { backend: 'ollama', url: inference.ollama?.host ?? ollama.host, key: undefined }
  }
  const block = inference[inference.backend]
  if (block?.base_url === undefined) return null
  return { backend: inference.backend, url: block.base_url, key: block.api_key }
}

/** The model of this machine as the file names it; empty when that is left to the backend. */
function localModel({ model, inference }: Config): string {
  if (model.name !== 'auto') return model.name
  const own = inference.backend === 'embedded' ? inference.embedded.model : undefined
  return own === undefined ? '' : configuredName(own)
}

/** A name for this machine that no listed node has, upper and lower case being the same. */
function freeName(taken: ReadonlySet<string>, hostname: string): string {
  const isFree = (name: string) => !taken.has(name.toLowerCase())
  let name = isFree('local') ? 'local' : hostname
  for (let number = 2; !isFree(name); number += 1) name = `local-${number}`
  return name
}

const unitSeconds = { ms: 0.001, s: 1, m: 60, h: 3600 } as const

/** Seconds, -1 for ever. Rounded up: servers cut fractions off, and 0 means at once. */
export function keepAliveSeconds(written: number | string): number {
  const text = String(written)
  if (text.startsWith('-')) return -1
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text))
  let seconds = 0
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    seconds += Number(count) * (unitSeconds[unit as keyof typeof unitSeconds] ?? 0)
  }
  return Math.ceil(seconds)
}

const inBytes = (gigabytes: number | undefined) =>
  gigabytes === undefined ? null : Math.round(gigabytes * 1024 ** 3)

/** What the file says of a node's models and memory. */
function modelFields(node: NodeConfig) {
  const { models, capabilities, context_length, keep_alive, timeout, vram_gb, ram_gb } = node
  return {
    ...(models === undefined ? {} : { models }),
    ...(capabilities === undefined ? {} : { declared: readDeclaredCapabilities(capabilities) }),
    ...(context_length === undefined ? {} : { contextLength: context_length }),
    ...(keep_alive === undefined ? {} : { keepAlive: keepAliveSeconds(keep_alive) }),
    ...(timeout === undefined ? {} : { warmTimeoutMs: timeout * 1000 }),
    ...(vram_gb === undefined && ram_gb === undefined
      ? {}
      : { memory: { vramBytes: inBytes(vram_gb), ramBytes: inBytes(ram_gb) } }),
  }
}

/** Everything that should be a node now: the file's nodes, the demo's, and this machine unless a listed node is it. */
export function collectNodeSpecs({
  config,
  hostname,
  endpoint,
  demo,
  discovered = () => [],
  placeOf = (_node, url) => url,
  resolveSecret,
}: SpecSources): SpecResult {
  const problems: string[] = []
  /** A token that cannot be resolved is never left out: the node is not to be used. */
  const access = (
    name: string,
    url: string,
    value: string | undefined,
  ): Pick<NodeSpec, 'token' | 'problem'> => {
    if (isOwnListener(url, endpoint, hostname)) {
      problems.push(`${name}: ${ownListener().message}`)
      return { token: undefined, problem: ownListener() }
    }
    if (value === undefined) return { token: undefined }
    try {
      return { token: resolveSecret(value) }
    } catch (error) {
      if (!(error instanceof HarombeError)) throw error
      problems.push(`${name}: ${error.message}`)
      return { token: undefined, problem: error }
    }
  }

  const specs = config.cluster.nodes.map(
    (node): NodeSpec => ({
      name: node.name,
      // A token is for the address it was written beside.
      url: node.auth_token === undefined ? placeOf(node.name, nodeUrl(node)) : nodeUrl(node),
      tier: node.tier,
      model: node.model,
      backend: node.backend,
      ...access(node.name, nodeUrl(node), node.auth_token),
      enabled: node.enabled,
      slots: node.slots,
      ...(node.weight === undefined ? {} : { weight: node.weight }),
      ...(node.wake === undefined ? {} : { wakeMac: node.wake.mac }),
      origin: 'config',
      ...modelFields(node),
    }),
  )

  const local = localBackend(config)
  if (config.cluster.local.enabled && local !== null) {
    const url = local.url.replace(/\/+$/, '')
    if (!specs.some(spec => isSamePlace(spec.url, url, hostname))) {
      specs.push({
        name: freeName(new Set(specs.map(({ name }) => name.toLowerCase())), hostname),
        url,
        tier: config.cluster.local.tier,
        model: localModel(config),
        backend: local.backend,
        ...access('local', url, local.key),
        enabled: true,
        slots: undefined,
        origin: 'local',
      })
    }
  }

  const names = new Set(specs.map(({ name }) => name.toLowerCase()))
  for (const { name, ...node } of demo) {
    if (names.has(name.toLowerCase())) {
      problems.push(`The demo node ${name} is left out: a node in harombe.yaml has the same name.`)
      continue
    }
    specs.push({ ...node, name, backend: 'ollama', token: undefined, enabled: true, origin: 'demo' })
  }
  const taken = new Set(specs.map(({ name }) => name.toLowerCase()))
  for (const node of discovered(taken)) {
    // Never a token: nobody has proven who it is.
    const known = { backend: 'harombe', token: undefined, enabled: true, slots: undefined } as const
    specs.push({ ...node, ...known, model: '', origin: 'discovered' })
  }
  return { specs, problems }
}

/** What is worth writing into the file: fields that say what the defaults say already are left out. */
export function minimalNode(node: NodeConfig): NodeInput {
  const { host, port, url, model, enabled, ...rest } = node
  return {
    ...rest,
    ...(url === undefined ? { host, port } : { url }),
    ...(model === '' ? {} : { model }),
    ...(enabled ? {} : { enabled }),
  }
}
