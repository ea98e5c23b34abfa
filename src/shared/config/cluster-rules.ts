import { z } from 'zod'
import { modelName, nodeName, tier } from '../entities/common'

/** `cluster.models` and `cluster.policies`: what must be where, and who may use what when. */

/** Which nodes a rule is for: those of these tiers, and these by name; neither: all. */
const scope = {
  tiers: z.array(tier).max(3).optional().describe('Nodes of these tiers.'),
  nodes: z.array(nodeName).max(1000).optional().describe('These nodes, by name.'),
}

export const requiredModelSchema = z.looseObject({
  name: modelName.describe('The model, as its servers call it.'),
  tier: tier.optional().describe('On one node of this tier at least: the first of them it fits on.'),
  nodes: z.array(nodeName).max(1000).optional().describe('On each of these nodes.'),
  loaded: z.boolean().default(false).describe('Keep it in memory there.'),
})
export type RequiredModel = z.output<typeof requiredModelSchema>

const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Write hours and minutes in quotes, such as "22:00".')
export const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
export type Weekday = z.infer<typeof weekday>

const timeWindow = {
  from: timeOfDay.describe('Begins, local time of the coordinator.'),
  to: timeOfDay.describe('Ends; earlier than `from`: on the next day.'),
  days: z.array(weekday).min(1).max(7).optional().describe('Days on which it begins; absent: every day.'),
}
export const timeWindowSchema = z.looseObject(timeWindow)
export type TimeWindow = z.output<typeof timeWindowSchema>

export const clientKind = z.enum(['chat', 'cli', 'api', 'peer'])

export const policiesSchema = z.looseObject({
  quiet_hours: z
    .array(z.looseObject({ ...timeWindow, ...scope }))
    .max(100)
    .default([])
    .describe('Times in which nodes get nothing new, unless somebody asks for one by name.'),
  eco: z
    .union([z.boolean(), z.array(timeWindowSchema).max(100)])
    .default(false)
    .describe('Keep questions on small nodes: always, or at these times.'),
  max_concurrent: z
    .array(
      z.looseObject({ ...scope, requests: z.number().int().min(1).max(1024).describe('So many at once.') }),
    )
    .max(100)
    .default([])
    .describe('Requests that run at once on these nodes together; more wait.'),
  allowed_clients: z
    .array(
      z.looseObject({
        ...scope,
        clients: z.array(clientKind).max(4).describe('Who may use them; nobody else may.'),
      }),
    )
    .max(100)
    .default([])
    .describe(
      'Who may use these nodes: chat (the window), cli, api (other programs), peer (other harombes).',
    ),
})
export type Policies = z.output<typeof policiesSchema>

/** How changes of the file come into force. */
export const reconcileMode = z.enum(['reload', 'manual', 'auto'])
export type ReconcileMode = z.infer<typeof reconcileMode>
