import { z } from 'zod'
import { errorShape } from '../errors'
import { identifier, nodeName, tier, timestamp } from './common'
import { fitEstimate } from './model'

/** sha256 in hexadecimal. */
const digest = z.string().regex(/^[0-9a-f]{64}$/)
const bytes = z.number().int().nonnegative()
const duration = z.object({ lowMs: z.number().nonnegative(), highMs: z.number().nonnegative() })

/** One key before and after, as harombe.yaml would write the values; null: it is not there. Secrets are masked. */
export const fieldChange = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type FieldChange = z.infer<typeof fieldChange>

/**
 * Why something is to be done. file: the file says something else than what was applied last; drift: the machines differ from
 * what was applied; unfinished: the file said so before, and it was never done.
 */
export const planCause = z.enum(['file', 'drift', 'unfinished'])
export type PlanCause = z.infer<typeof planCause>

const change = { id: z.string(), cause: planCause }
/** `inForce`: it took effect when the file was saved; applying proves it and makes it the applied state. */
const ofFile = { ...change, inForce: z.boolean() }

/** One line of a plan. `id` is the same in every plan that has the line: `pull/gaming-pc/qwen2.5:14b`. */
export const planChange = z.discriminatedUnion('kind', [
  z.object({
    ...ofFile,
    kind: z.literal('node_added'),
    node: z.string(),
    tier,
    url: z.string(),
    model: z.string(),
    enabled: z.boolean(),
  }),
  z.object({ ...ofFile, kind: z.literal('node_removed'), node: z.string(), tier, url: z.string() }),
  z.object({ ...ofFile, kind: z.literal('node_moved'), node: z.string(), from: tier, to: tier }),
  z.object({ ...ofFile, kind: z.literal('node_renamed'), node: z.string(), from: z.string() }),
  /** Never with name and tier among the fields: those have lines of their own. No fields: an earlier apply did not get to its end. */
  z.object({ ...ofFile, kind: z.literal('node_changed'), node: z.string(), fields: z.array(fieldChange) }),
  /** A value outside the nodes. `restart`: it takes effect when harombe starts anew. */
  z.object({
    ...ofFile,
    kind: z.literal('setting_changed'),
    path: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
    restart: z.boolean(),
  }),
  z.object({
    ...change,
    kind: z.literal('model_pulled'),
    node: z.string(),
    model: z.string(),
    /** Null where nobody can tell before the download. */
    sizeBytes: bytes.nullable(),
    /** Where it comes from, for people: `ollama.com`, or the host of a file. */
    source: z.string(),
    estimate: duration.nullable(),
    fit: fitEstimate.shape.verdict,
    /** What wants it there: the node's own entry or `cluster.models`. */
    wantedBy: z.enum(['node', 'models']),
  }),
  z.object({
    ...change,
    kind: z.literal('model_loaded'),
    node: z.string(),
    model: z.string(),
    estimate: duration.nullable(),
    wantedBy: z.enum(['node', 'models']),
  }),
])
export type PlanChange = z.infer<typeof planChange>

/**
 * Something to know that no step puts right. error: apply leaves the node out, or refuses; warning: it will be done, and falls
 * short; info: good to know. `message` is one English sentence of the core.
 */
export const planFinding = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  code: z.enum([
    'unreachable',
    'not_a_server',
    'does_not_fit',
    'cannot_pull',
    'cannot_load',
    'no_candidate',
    'unknown_node',
    'drift',
    'version',
    'secret_missing',
    'plain_secret',
    'restart',
    'insecure',
    'policy',
    'not_looked_at',
  ]),
  node: z.string().nullable(),
  model: z.string().nullable(),
  message: z.string(),
  hint: z.string().optional(),
})
export type PlanFinding = z.infer<typeof planFinding>

/**
 * register: the node's entry comes into force; test: it is asked, and must answer; drain: it gets nothing new until it has
 * finished what it answers; retire: it is no node any more; reload: settings outside the nodes come into force.
 */
export const planStepKind = z.enum(['register', 'test', 'pull', 'load', 'drain', 'retire', 'reload'])
export type PlanStepKind = z.infer<typeof planStepKind>

export const planStep = z.object({
  /** `pull/gaming-pc/qwen2.5:14b`. */
  id: z.string(),
  kind: planStepKind,
  /** Steps of one node are a lane: one that fails stops the rest of its lane, and no other. Null: the cluster's own lane. */
  node: z.string().nullable(),
  model: z.string().nullable(),
  /** Steps that must be done before. */
  needs: z.array(z.string()),
  estimate: duration.nullable(),
})
export type PlanStep = z.infer<typeof planStep>

/** What a plan was made from. Apply refuses a plan when one of these is another by then. */
export const planBasis = z.object({
  /** Of the file's text and its overlays. */
  desired: digest,
  /** Of what was applied last; null: nothing was. */
  applied: digest.nullable(),
  /** Of what was seen of the machines, as far as steps follow from it. */
  observed: digest,
})

export const planSummary = z.object({
  add: z.number().int().nonnegative(),
  change: z.number().int().nonnegative(),
  remove: z.number().int().nonnegative(),
  move: z.number().int().nonnegative(),
  pull: z.number().int().nonnegative(),
  load: z.number().int().nonnegative(),
  settings: z.number().int().nonnegative(),
  /** Together, as far as known. */
  downloadBytes: bytes,
})
export type PlanSummary = z.infer<typeof planSummary>

/** What applying harombe.yaml would do, and what it would not. Contains no secret. `harombe plan --out FILE` writes it as it is. */
export const plan = z.object({
  format: z.literal(1),
  id: identifier,
  createdAt: timestamp,
  configPath: z.string(),
  /** file: as it stands on disk; draft: a text that is not saved; or the number of a version from the history. */
  from: z.union([z.enum(['file', 'draft']), z.number().int().positive()]),
  basis: planBasis,
  /** Only these nodes; empty: all, and the settings. */
  targets: z.array(nodeName),
  /** false: nothing was asked anew; what the last checks saw was taken. */
  refreshed: z.boolean(),
  changes: z.array(planChange),
  findings: z.array(planFinding),
  /** In an order in which each comes after those it needs. */
  steps: z.array(planStep),
  summary: planSummary,
})
export type Plan = z.infer<typeof plan>

export const applyStepState = z.enum(['pending', 'running', 'done', 'failed', 'skipped', 'cancelled'])
export type ApplyStepState = z.infer<typeof applyStepState>

export const applyStep = planStep.extend({
  state: applyStepState,
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  /** Of a download, bytes; of a drain, answers still being written. */
  progress: z
    .object({ completed: z.number().nonnegative(), total: z.number().nonnegative().nullable() })
    .nullable(),
  /** One English sentence: how it went, why it was skipped. */
  detail: z.string().nullable(),
  error: errorShape.nullable(),
})
export type ApplyStep = z.infer<typeof applyStep>

/** Who had it done: a window, a browser, the command line, another program, or harombe itself. */
export const actor = z.enum(['desktop', 'browser', 'cli', 'mcp', 'test', 'harombe', 'file'])
export type Actor = z.infer<typeof actor>

/** An apply that runs or ran. interrupted: harombe ended meanwhile; it can be resumed. */
export const applyRun = z.object({
  id: identifier,
  plan: plan.omit({ steps: true }),
  by: actor,
  state: z.enum(['running', 'done', 'failed', 'cancelled', 'interrupted']),
  startedAt: timestamp,
  endedAt: timestamp.nullable(),
  steps: z.array(applyStep),
})
export type ApplyRun = z.infer<typeof applyRun>

/** One version of harombe.yaml that was good, newest has the highest number. */
export const configVersion = z.object({
  version: z.number().int().positive(),
  at: timestamp,
  by: actor,
  /** edit: a change through the app or CLI; file: somebody saved it; reconcile: harombe put drift right. */
  action: z.enum(['apply', 'rollback', 'edit', 'file', 'reconcile']),
  digest,
  /** Of an apply; null otherwise. */
  outcome: z.enum(['done', 'failed', 'cancelled', 'interrupted']).nullable(),
  /** Lines against the version before. */
  linesAdded: z.number().int().nonnegative(),
  linesRemoved: z.number().int().nonnegative(),
  /** What changed, a few English words each: `add gaming-pc`. */
  changes: z.array(z.string()),
  /** It is what was applied last. */
  isApplied: z.boolean(),
})
export type ConfigVersion = z.infer<typeof configVersion>

/**
 * How far the machines are what the file says. pending: parts of the file wait for apply; drifted: the machines are no longer
 * what was applied. `pending` counts only what has no effect yet.
 */
export const convergence = z.object({
  state: z.enum(['unknown', 'converged', 'pending', 'drifted', 'applying']),
  pending: z.number().int().nonnegative(),
  /** One English sentence each. */
  drift: z.array(
    z.object({ node: z.string().nullable(), model: z.string().nullable(), message: z.string() }),
  ),
  checkedAt: timestamp.nullable(),
})
export type Convergence = z.infer<typeof convergence>

export const unknownConvergence: Convergence = { state: 'unknown', pending: 0, drift: [], checkedAt: null }
