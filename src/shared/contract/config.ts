import { z } from 'zod'
import { applyRun, configVersion, identifier, nodeName, plan } from '../entities'
import { call, stream } from './define'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
/** As long as the file may be, and what masks add. */
const configText = z.string().max(400_000)

export const configProblem = z.object({
  /** `cluster.nodes[1].tier`; empty when no key is to blame. */
  path: z.string(),
  message: z.string(),
  /** Count from 1; null when no line is to blame. */
  line: z.number().int().positive().nullable(),
  column: z.number().int().positive().nullable(),
  /** The overlay it stands in, `harombe.home.yaml`; absent: the file itself. */
  file: z.string().optional(),
})
export type ConfigProblemView = z.infer<typeof configProblem>

/** harombe.yaml as it stands on disk. */
export const configFileView = z.object({
  path: z.string(),
  /** Empty while there is no file. Tokens and keys that stand in it in the clear are masked. */
  text: z.string(),
  /** Of the bytes on disk; null while there is no file. What `saveFile` wants to hear again. */
  digest: digest.nullable(),
  /** Of the last reading; lines and columns count from 1. */
  problem: configProblem.omit({ path: true }).nullable(),
  /** Files whose values lie over this one's, the last wins. Their secrets are masked too. */
  overlays: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      text: z.string(),
      /** Keys of the base whose values it replaces: `cluster.nodes[gaming-pc].tier`. */
      overrides: z.array(z.string()),
    }),
  ),
  /** Where secrets stand in the clear: `cluster.nodes[0].auth_token`. */
  plainSecrets: z.array(z.string()),
  /** false: what is saved waits for apply (`cluster.reconcile: manual`), or has a problem. */
  inForce: z.boolean(),
  /** When what is in force was read, ms since the epoch. */
  loadedAt: z.number(),
})
export type ConfigFileView = z.infer<typeof configFileView>

/** What to plan for: a text that is not saved, a version of the history, or (neither) the file as it stands. */
const planInput = z.object({
  text: configText.optional(),
  version: z.number().int().positive().optional(),
  /** Only these nodes; absent: all, and the settings. */
  targets: z.array(nodeName).max(1000).optional(),
  /** false: ask no machine, take what the last checks saw. */
  refresh: z.boolean().default(true),
})
export type PlanInput = z.input<typeof planInput>

export const savedFile = z.object({ digest, version: z.number().int().positive().nullable() })

export const configContract = {
  /** The file, now and after every change on disk. */
  watchFile: stream('admin', z.object({}), configFileView),
  /**
   * Writes the file. Masks stand for the secrets they hide. `base` is the digest of the text the change was made from, null
   * for no file. Errors: CONFLICT when the file is another by now (nothing is written), CONFIG_INVALID (`data.problems`),
   * STORAGE_FAILED.
   */
  saveFile: call('admin', z.object({ text: configText, base: digest.nullable() }), savedFile),
  /** What applying would do; changes nothing. Errors: CONFIG_INVALID, NOT_FOUND for an unknown target or version. */
  planConfig: call('admin', planInput, plan),
  /**
   * Begins to carry a plan out and returns at once; `watchApply` tells how it goes. A plan of a draft or a version comes with
   * what it was made of, and the file is written first. Errors: CONFLICT when the world is no longer the plan's
   * (`data.moved`: desired, applied, observed), or another apply runs.
   */
  startApply: call(
    'admin',
    z.object({
      plan,
      write: z.object({ text: configText, base: digest.nullable() }).optional(),
    }),
    applyRun,
  ),
  /** The last apply, running or ended, now and as it goes, a few times a second; null before the first. */
  watchApply: stream('admin', z.object({}), applyRun.nullable()),
  /** What is running ends at a safe point; what was done stays. Idempotent. */
  cancelApply: call('admin', z.object({ id: identifier }), z.null()),
  /** Goes on with an apply that was cut off, failed in part or was cancelled. Errors: NOT_FOUND, CONFLICT as `startApply`. */
  resumeApply: call('admin', z.object({ id: identifier }), applyRun),
  /** Newest first. */
  listVersions: call('admin', z.object({}), z.array(configVersion)),
  /** Secrets masked. Errors: NOT_FOUND */
  getVersion: call(
    'admin',
    z.object({ version: z.number().int().positive() }),
    z.object({ text: z.string(), previous: z.string().nullable() }),
  ),
  /** A harombe.yaml of what answers here and on the network, for looking at and saving. Takes a few seconds. */
  draftFromDiscovery: call('admin', z.object({}), z.object({ text: z.string(), found: z.array(z.string()) })),
  /** Puts secrets that stand in the clear into files only the user can read, and references in their places, old versions included. */
  moveSecrets: call(
    'admin',
    z.object({ paths: z.array(z.string().max(512)).max(1000), base: digest }),
    savedFile.extend({ moved: z.array(z.object({ path: z.string(), reference: z.string() })) }),
  ),
}
