import { z } from 'zod'
import { modelName, nodeName, tier } from '../entities/common'
import { backendKind } from '../entities/node'
import { routePreference } from '../entities/route'
import { isMacAddress } from '../mac-address'
import { agentSchema, mcpSchema, memorySchema, toolsSchema } from './agent-schema'
import { policiesSchema, reconcileMode, requiredModelSchema } from './cluster-rules'
import { contextLength, gigabytes, host, httpUrl, port, seconds, secret } from './fields'

/**
 * harombe.yaml. The format is shared with the Python harombe: snake_case, every field has a default, and unknown keys
 * are kept untouched (loose objects), so a file written for either works with both.
 */

const patience = 'Seconds its nodes may be silent before the first token of a model they have in memory.'

const backendBlock = z.looseObject({
  base_url: httpUrl.optional().describe('Where it answers, such as http://localhost:8001.'),
  timeout: seconds.default(120).describe(patience),
  api_key: secret.optional().describe('Sent to it as a bearer token.'),
})

export const modelSchema = z.looseObject({
  name: z
    .string()
    .default('auto')
    .describe('The model of this machine; auto: the one that is loaded, else the first its backend serves.'),
  context_length: contextLength
    .default(8192)
    .describe('Tokens a model is loaded with; what needs more is refused, not cut.'),
  temperature: z
    .number()
    .min(0)
    .max(2)
    .default(0.7)
    .describe('0 answers the same each time, higher values more freely.'),
  quantization: z.string().optional().describe('Read and kept; changes nothing yet.'),
})

export const ollamaSchema = z.looseObject({
  host: httpUrl.default('http://localhost:11434').describe('Where the Ollama of this machine answers.'),
  timeout: seconds.default(120).describe(patience),
})

export const inferenceSchema = z.looseObject({
  backend: z
    .enum(['ollama', 'vllm', 'sglang', 'llamacpp', 'openai', 'embedded'])
    .default('ollama')
    .describe('What answers on this machine; embedded: llama.cpp in a process of harombe’s own.'),
  ollama: z
    .looseObject({
      host: httpUrl.optional().describe('The same as ollama.host.'),
      timeout: seconds.optional().describe('The same as ollama.timeout.'),
    })
    .optional(),
  vllm: backendBlock.optional(),
  sglang: backendBlock.optional(),
  llamacpp: backendBlock.optional(),
  openai: backendBlock.optional(),
  embedded: z
    .looseObject({
      model: z
        .string()
        .min(1)
        .max(4096)
        .optional()
        .describe('A .gguf file, or the name of one in the models folder; without it the first there is.'),
      gpu: z
        .enum(['auto', 'cpu', 'cuda', 'vulkan', 'metal'])
        .default('auto')
        .describe('What it computes on; auto: the best that is installed and works.'),
      threads: z
        .number()
        .int()
        .min(1)
        .max(1024)
        .optional()
        .describe('Threads on the processor; without it one fewer than it has cores.'),
    })
    .prefault({}),
})

export const serverSchema = z.looseObject({
  host: host
    .default('127.0.0.1')
    .describe('Address to listen on; any but loopback needs auth_token, and TLS or insecure_http.'),
  port: z.number().int().min(0).max(65535).default(8000).describe('0 lets the system choose a free port.'),
  cors_origins: z.array(z.string()).default([]).describe('Web pages of other origins that may call the API.'),
  ssl_certfile: z.string().optional().describe('File of the TLS certificate.'),
  ssl_keyfile: z.string().optional().describe('File of its key.'),
  auth_token: secret
    .optional()
    .describe('Callers must send it as a bearer token; needed for any host but loopback.'),
  require_token: z.boolean().default(false).describe('Ask for the token on loopback too.'),
  insecure_http: z.boolean().default(false).describe('Allow a non-loopback host without TLS.'),
})

/** Seconds, or as Ollama writes durations; negative: for ever. */
const keepAlive = z.union([
  z.number().min(-1).max(31_536_000),
  z
    .string()
    .max(32)
    .regex(
      /^-?(?:\d+|(?:\d+(?:\.\d+)?(?:ms|s|m|h))+)$/,
      'Write seconds, -1 for ever, or a duration such as 10m or 1h30m.',
    ),
])

const nodeFields = {
  name: nodeName.describe('Its own, at most 63 characters; two names differ by more than case.'),
  host: host.describe('Its name on the network or its address, without scheme and port.'),
  port: port.describe('11434 is Ollama, 8000 another harombe.'),
  url: httpUrl.describe('Full address; wins over host and port.'),
  model: z.union([z.literal(''), modelName]).describe('Empty or auto: the first model the node serves.'),
  models: z.array(modelName).describe('What it may be used for, besides model; the first that can answers.'),
  tier: tier.describe('0 fast, 1 balanced, 2 powerful: your own judgement.'),
  backend: backendKind.describe(
    'Absent: a harombe peer if its /health says so, else what the server is found to be.',
  ),
  auth_token: secret.describe('Sent to this node only.'),
  enabled: z.boolean().describe('A disabled node is never used.'),
  slots: z
    .number()
    .int()
    .min(1)
    .max(1024)
    .describe('Requests it takes at once; default what its server says, else by the kind of server.'),
  weight: z.number().positive().max(100).describe('Share of the requests it gets among its tier; default 1.'),
  insecure: z.boolean().describe('Accept that prompts travel to it in the clear.'),
  capabilities: z
    .array(z.string())
    .describe(
      'What you know of its models: vision, tools, embeddings, json, reasoning, chat, completion, prefill, or no-vision …',
    ),
  vram_gb: gigabytes.describe('Video memory of the machine, GiB; of a shared memory two thirds.'),
  ram_gb: gigabytes.describe('Main memory of the machine, GiB.'),
  context_length: contextLength.describe('Tokens its models are loaded with; default model.context_length.'),
  keep_alive: keepAlive.describe(
    'How long a model stays in memory after an answer: seconds, -1 for ever, or 10m; default the server decides.',
  ),
  timeout: seconds.describe('Seconds a loaded model may be silent before its first token.'),
  wake: z.looseObject({
    mac: z.string().describe('Address of its network card, such as 00:11:22:33:44:55, to wake it by.'),
  }),
}

export const nodeSchema = z.looseObject({
  name: nodeFields.name,
  host: nodeFields.host.default('localhost'),
  port: nodeFields.port.default(8000),
  url: nodeFields.url.optional(),
  model: nodeFields.model.default(''),
  models: nodeFields.models.optional(),
  tier: nodeFields.tier.default(1),
  backend: nodeFields.backend.optional(),
  auth_token: nodeFields.auth_token.optional(),
  enabled: nodeFields.enabled.default(true),
  slots: nodeFields.slots.optional(),
  weight: nodeFields.weight.optional(),
  insecure: nodeFields.insecure.optional(),
  vram_gb: nodeFields.vram_gb.optional(),
  ram_gb: nodeFields.ram_gb.optional(),
  capabilities: nodeFields.capabilities.optional(),
  context_length: nodeFields.context_length.optional(),
  keep_alive: nodeFields.keep_alive.optional(),
  timeout: nodeFields.timeout.optional(),
  wake: nodeFields.wake.optional(),
})

/** Some fields of a node: absent keeps what is there, null takes the field out of the file. */
export const nodeChanges = z.strictObject({
  name: nodeFields.name.optional(),
  host: nodeFields.host.nullish(),
  port: nodeFields.port.nullish(),
  url: nodeFields.url.nullish(),
  model: nodeFields.model.nullish(),
  tier: nodeFields.tier.optional(),
  backend: nodeFields.backend.nullish(),
  auth_token: nodeFields.auth_token.nullish(),
  enabled: nodeFields.enabled.optional(),
  slots: nodeFields.slots.nullish(),
  weight: nodeFields.weight.nullish(),
  insecure: nodeFields.insecure.nullish(),
  context_length: nodeFields.context_length.nullish(),
  keep_alive: nodeFields.keep_alive.nullish(),
  timeout: nodeFields.timeout.nullish(),
  wake: z
    .strictObject({
      mac: z
        .string()
        .refine(isMacAddress, 'Write six pairs of hexadecimal digits, such as 00:11:22:33:44:55.'),
    })
    .nullish(),
})
export type NodeChanges = z.infer<typeof nodeChanges>

const discoveryMethod = z.enum(['explicit', 'mdns'])

/** What of `cluster.discovery` is changed from the app. */
export const discoveryChanges = z.strictObject({
  method: discoveryMethod,
  use_discovered: z.boolean().optional(),
})
export type DiscoveryChanges = z.infer<typeof discoveryChanges>

export const escalationMode = z.enum(['off', 'offer', 'auto'])
export type EscalationMode = z.infer<typeof escalationMode>

/** What of `cluster.routing` is changed from the app. */
export const routingChanges = z.strictObject({
  preference: routePreference.optional(),
  learn: z.boolean().optional(),
  escalation: escalationMode.optional(),
})
export type RoutingChanges = z.infer<typeof routingChanges>

export const clusterSchema = z.looseObject({
  coordinator: z
    .looseObject({ host: host.default('localhost').describe('Read and kept; changes nothing yet.') })
    .prefault({}),
  discovery: z
    .looseObject({
      method: discoveryMethod
        .default('explicit')
        .describe('explicit: the nodes listed here; mdns: look for others on the network, too.'),
      mdns_service: z
        .string()
        .default('_harombe._tcp.local')
        .describe('The service that is looked for and announced.'),
      use_discovered: z
        .boolean()
        .default(false)
        .describe('Use nodes found by mdns at once; without it they are only offered.'),
      announce: z
        .boolean()
        .default(true)
        .describe('With mdns: tell others where this machine is, if it listens where they can reach it.'),
    })
    .prefault({}),
  routing: z
    .looseObject({
      prefer_local: z.boolean().default(true).describe('Among equals, the node that is quickest to reach.'),
      fallback_strategy: z
        .enum(['graceful', 'strict'])
        .default('graceful')
        .describe(
          'When the wanted tier has no usable node: graceful takes the next one, strict is an error.',
        ),
      load_balance: z.boolean().default(true).describe('Of a tier, the node that would be done soonest.'),
      continue_answers: z
        .boolean()
        .default(false)
        .describe(
          'When a node dies in mid-answer, have another with the same model go on where it stopped, if that is safe.',
        ),
      preference: routePreference
        .default('balanced')
        .describe('eco keeps questions on small nodes, quality sends them to larger ones early.'),
      learn: z
        .boolean()
        .default(true)
        .describe(
          'Let redone answers, forced tiers and thumbs shift where your questions go, within bounds.',
        ),
      escalation: escalationMode
        .default('offer')
        .describe(
          'When a small node’s answer seems to fall short: off, offer a larger node, or auto: ask it at once.',
        ),
      escalations_per_hour: z
        .number()
        .int()
        .min(0)
        .max(1000)
        .default(10)
        .describe('With auto: so many answers are made again at most; beyond that they are offered.'),
    })
    .prefault({}),
  queue: z
    .looseObject({
      max_length: z
        .number()
        .int()
        .min(0)
        .max(10_000)
        .default(256)
        .describe('Requests that may wait for a free slot; more are turned away.'),
      max_wait: z
        .number()
        .min(0)
        .max(3600)
        .default(60)
        .describe('Seconds a request waits for a slot, or for a node to come back.'),
    })
    .prefault({}),
  request_log: z
    .looseObject({
      enabled: z.boolean().default(true).describe('Keep how each request went. Never what was said.'),
      keep_days: z.number().min(1).max(3650).default(30).describe('For so many days.'),
    })
    .prefault({}),
  local: z
    .looseObject({
      enabled: z.boolean().default(true).describe('This machine answers too, as the node local.'),
      tier: tier.default(0).describe('Its tier: 0 fast, 1 balanced, 2 powerful.'),
    })
    .prefault({}),
  health: z
    .looseObject({
      interval: z.number().min(0.1).max(3600).default(5).describe('Seconds between two checks of a node.'),
      timeout: z.number().min(0.1).max(60).default(2).describe('Seconds until a check counts as failed.'),
    })
    .prefault({}),
  probe_capabilities: z
    .boolean()
    .default(true)
    .describe(
      'Try out with small requests what models can do, while they are loaded and nobody uses the node.',
    ),
  reconcile: reconcileMode
    .default('reload')
    .describe(
      'reload: what is saved comes into force, downloads wait for apply; manual: all of it waits; auto: drift is put right unasked.',
    ),
  models: z
    .array(requiredModelSchema)
    .max(1000)
    .default([])
    .describe('Models that must be there, on a tier or on nodes.'),
  policies: policiesSchema.prefault({}),
  nodes: z
    .array(nodeSchema)
    .default([])
    .describe('The other machines.')
    .superRefine((nodes, context) => {
      const seen = new Map<string, number>()
      for (const [index, node] of nodes.entries()) {
        const key = node.name.toLowerCase()
        const first = seen.get(key)
        if (first !== undefined) {
          context.addIssue({
            code: 'custom',
            path: [index, 'name'],
            message: `Two nodes are called "${node.name}" (entries ${first + 1} and ${index + 1}). Give one another name.`,
          })
        }
        seen.set(key, index)
      }
    }),
})

export const configSchema = z.looseObject({
  model: modelSchema.prefault({}),
  ollama: ollamaSchema.prefault({}),
  inference: inferenceSchema.prefault({}),
  agent: agentSchema.prefault({}),
  tools: toolsSchema.prefault({}),
  server: serverSchema.prefault({}),
  memory: memorySchema.prefault({}),
  mcp: mcpSchema.prefault({}),
  variables: z
    .record(
      z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'A variable has letters, digits and _ only.'),
      z.union([z.string().max(4096), z.number(), z.boolean()]),
    )
    .default({})
    .describe('Values written once: ${var:name} stands for one wherever a value does.'),
  overlays: z
    .array(
      z.string().regex(/^[A-Za-z0-9_-]{1,63}$/, 'Write the part between harombe. and .yaml, such as home.'),
    )
    .max(16)
    .default([])
    .describe('harombe.NAME.yaml beside this file, laid over it in this order.'),
  cluster: clusterSchema.prefault({}),
})

/** The file with every default filled in. */
export type Config = z.output<typeof configSchema>
export type NodeConfig = z.output<typeof nodeSchema>
/** What a person writes for one node; only `name` is required. */
export type NodeInput = z.input<typeof nodeSchema>

/** JSON Schema (draft 2020-12) of the file as a person writes it, for editors. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, { io: 'input' })
  return { ...schema, title: 'harombe.yaml' }
}
