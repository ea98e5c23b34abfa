import { createHash, createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { type Config, configSchema, type NodeConfig, nodeSchema } from '../../../shared/config/schema'
import { HarombeError } from '../../../shared/errors'
import { isRecord } from '../../../shared/record'
import { isSameModel } from '../../../shared/same-model'
import { nodeFingerprint } from '../plan/match-nodes'
import type { AppliedNode } from '../plan/types'
import { withoutSecrets } from '../plan/without-secrets'
import { createPrivateDirectory, isMissingFile, replacePrivateFile } from '../private-files'
import type { AppliedBook, AppliedRecord } from './types'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const appliedNode = z.object({
  unfinished: z.string().nullable(),
  models: z.array(z.string()),
  loaded: z.array(z.string()),
})
const content = z.object({
  format: z.literal(1),
  /** Of the fingerprints. */
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  textDigest: digest.nullable(),
  version: z.number().int().positive().nullable(),
  at: z.number(),
  /** Read with today's schema: a key that is new has its default in what was applied before there was one. */
  config: configSchema,
  nodes: z.record(z.string(), appliedNode),
  /** Entries that are in force though not all of their steps are done. */
  begun: z.record(z.string(), nodeSchema),
})
type Content = z.infer<typeof content>

const maxBytes = 16 * 1024 ** 2

export interface AppliedBookOptions {
  path: string
  /** Milliseconds since the epoch. */
  now(): number
  /** What is in force now. */
  inForce(): Config
  report(error: unknown): void
  /** false: nothing is written, for a command without a coordinator. */
  keeps: boolean
}

export interface AppliedFile extends AppliedBook {
  /** What is in force of what was applied, with fingerprints for secrets; null: nothing was applied. */
  inForce(): Config | null
}

const nothingProvided: AppliedNode = { unfinished: null, models: [], loaded: [] }

const withNodes = (config: Config, nodes: NodeConfig[]): Config => ({
  ...config,
  cluster: { ...config.cluster, nodes },
})

const without = <T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name))

/** In the place of the one it stands for, else last. */
function replaced(nodes: readonly NodeConfig[], names: readonly string[], entry: NodeConfig): NodeConfig[] {
  const index = nodes.findIndex(({ name }) => names.includes(name))
  if (index === -1) return [...nodes, entry]
  return nodes.flatMap((node, at) => (at === index ? [entry] : names.includes(node.name) ? [] : [node]))
}

/** `target` with the value that `source` has at a path. */
function copied(target: Config, source: Config, path: readonly string[]): Config {
  const patched = (into: unknown, from: unknown, [key, ...rest]: readonly string[]): unknown => {
    if (key === undefined || !isRecord(into) || !isRecord(from)) return from
    return { ...into, [key]: patched(into[key], from[key], rest) }
  }
  return configSchema.parse(patched(target, source, path))
}

const adding = (models: readonly string[], model: string): string[] =>
  models.some(known => isSameModel(known, model)) ? [...models] : [...models, model]

/** Kept in one file that is replaced as a whole. @throws HarombeError STORAGE_FAILED from whatever writes */
export function createAppliedBook(options: AppliedBookOptions): AppliedFile {
  const { path, report } = options
  let kept: Content | null | undefined
  let newSalt: string | null = null

  function read(): Content | null {
    if (kept !== undefined) return kept
    try {
      const raw = readFileSync(path)
      if (raw.length > maxBytes) throw new Error(`${path} is larger than anything harombe writes.`)
      kept = content.parse(JSON.parse(raw.toString('utf8')))
    } catch (error) {
      if (!isMissingFile(error)) report(error)
      // Without it everything counts as never applied: more is shown to do, and what is done is found to be so.
      kept = null
    }
    return kept
  }

  function salt(): string {
    newSalt ??= read()?.salt ?? randomBytes(32).toString('hex')
    return newSalt
  }

  const fingerprint = (secret: string) =>
    createHmac('sha256', salt()).update(secret).digest('hex').slice(0, 24)
  /** Of one configuration it is asked for every step of an apply. */
  const bareOf = new WeakMap<Config, Config>()
  function bare(config: Config): Config {
    const known = bareOf.get(config) ?? withoutSecrets(config, fingerprint)
    bareOf.set(config, known)
    return known
  }
  const entryOf = (config: Config, name: string) =>
    bare(config).cluster.nodes.find(node => node.name === name) ?? null

  function write(next: Omit<Content, 'format' | 'salt' | 'at'>): void {
    const whole: Content = { ...next, format: 1, salt: salt(), at: options.now() }
    if (options.keeps) {
      try {
        createPrivateDirectory(dirname(path))
        replacePrivateFile(path, JSON.stringify(whole))
      } catch (error) {
        throw new HarombeError('STORAGE_FAILED', 'What was applied cannot be noted on the disk.', {
          hint: `Check that ${dirname(path)} is writable for your user and that the disk is not full.`,
          cause: error,
        })
      }
    }
    kept = whole
  }

  /** Before anything was applied: the settings that are in force, since nothing else ever was, and no nodes. */
  const base = (): Content =>
    read() ?? {
      format: 1,
      salt: salt(),
      textDigest: null,
      version: null,
      at: 0,
      config: withNodes(bare(options.inForce()), []),
      nodes: {},
      begun: {},
    }

  function changeNode(name: string, change: (node: AppliedNode) => AppliedNode): void {
    const record = base()
    const { models, loaded, unfinished } = change(record.nodes[name] ?? nothingProvided)
    const node = { unfinished, models: [...models], loaded: [...loaded] }
    write({ ...record, nodes: { ...record.nodes, [name]: node } })
  }

  function publicRecord({ textDigest, version, at, config, nodes, begun }: Content): AppliedRecord {
    const said = JSON.stringify([textDigest, version, config, nodes, begun])
    return { digest: createHash('sha256').update(said).digest('hex'), textDigest, version, at, config, nodes }
  }

  const book: AppliedFile = {
    fingerprint,
    current() {
      const record = read()
      return record === null ? null : publicRecord(record)
    },
    inForce() {
      const record = read()
      if (record === null) return null
      const nodes = Object.values(record.begun).reduce(
        (all: readonly NodeConfig[], entry) => replaced(all, [entry.name], entry),
        record.config.cluster.nodes,
      )
      return withNodes(record.config, [...nodes])
    },
    registered(name, from, desired) {
      const entry = entryOf(desired, name)
      if (entry === null) return
      const record = base()
      const before = from === null ? record.nodes[name] : (record.nodes[from] ?? record.nodes[name])
      const node = { ...(before ?? nothingProvided), unfinished: nodeFingerprint(entry) }
      const renamed = record.config.cluster.nodes.map(known =>
        known.name === from ? { ...known, name } : known,
      )
      const others = from === null ? record.nodes : without(record.nodes, from)
      write({
        ...record,
        config: withNodes(record.config, renamed),
        nodes: { ...others, [name]: { ...node, models: [...node.models], loaded: [...node.loaded] } },
        begun: { ...(from === null ? record.begun : without(record.begun, from)), [name]: entry },
      })
    },
    provided(name, model, isLoaded) {
      changeNode(name, node => ({
        ...node,
        models: adding(node.models, model),
        loaded: isLoaded ? adding(node.loaded, model) : node.loaded,
      }))
    },
    finished(name, desired, holds) {
      changeNode(name, ({ models, loaded }) => ({
        unfinished: null,
        models: holds.models.reduce(adding, [...models]),
        loaded: holds.loaded.reduce(adding, [...loaded]),
      }))
      const entry = entryOf(desired, name)
      // This machine has none.
      if (entry === null) return
      const record = base()
      write({
        ...record,
        config: withNodes(record.config, replaced(record.config.cluster.nodes, [name], entry)),
        begun: without(record.begun, name),
      })
    },
    retired(name) {
      const record = read()
      if (record === null) return
      const nodes = record.config.cluster.nodes.filter(node => node.name !== name)
      write({
        ...record,
        config: withNodes(record.config, nodes),
        nodes: without(record.nodes, name),
        begun: without(record.begun, name),
      })
    },
    reloaded(desired) {
      const record = base()
      write({ ...record, config: withNodes(bare(desired), record.config.cluster.nodes) })
    },
    touched({ nodes, settings }, desired) {
      if (read() === null) return
      const bareDesired = bare(desired)
      for (const name of nodes) {
        const isThere = desired.cluster.nodes.some(node => node.name === name)
        if (isThere) book.finished(name, desired, { models: [], loaded: [] })
        else book.retired(name)
      }
      const record = base()
      const config = settings.reduce(
        (known, path) => copied(known, bareDesired, path.split('.')),
        record.config,
      )
      if (settings.length > 0) write({ ...record, config })
    },
    completed(desired, textDigest, version) {
      const record = base()
      const config = bare(desired)
      const names = new Set(config.cluster.nodes.map(({ name }) => name))
      const nodes = Object.fromEntries(
        Object.entries(record.nodes).flatMap(([name, node]) =>
          names.has(name) ? [[name, { ...node, unfinished: null }]] : [],
        ),
      )
      write({ config, nodes, begun: {}, textDigest, version })
    },
  }
  return book
}
