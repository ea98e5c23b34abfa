import { z } from 'zod'
import { host, httpUrl, seconds, secret } from './fields'

/** What layer 4 is told in harombe.yaml. */

export const agentSchema = z.looseObject({
  max_steps: z
    .number()
    .int()
    .min(1)
    .max(50)
    .default(10)
    .describe('Steps of one run: a thought of the model and the calls it leads to.'),
  max_seconds: seconds
    .default(600)
    .describe('A run that takes longer answers with what it has. Waiting for you is not counted.'),
  max_tokens: z
    .number()
    .int()
    .min(1000)
    .max(100_000_000)
    .default(200_000)
    .describe('Tokens read and written by all steps of one run together.'),
  system_prompt: z
    .string()
    .max(32_768)
    .default('You are a helpful assistant.')
    .describe('Stands before every chat; empty for none.'),
})

export const toolsSchema = z.looseObject({
  shell: z.boolean().default(true).describe('Offer models a shell; each command is asked for.'),
  filesystem: z
    .boolean()
    .default(true)
    .describe('Offer models the files of the workspace; each change is asked for.'),
  web_search: z
    .boolean()
    .default(true)
    .describe('Offer models the web; each search and each page is asked for.'),
  confirm_dangerous: z
    .boolean()
    .default(true)
    .describe('Read for the sake of older files; harombe asks before risky calls whatever it says.'),
  workspace: z
    .string()
    .min(1)
    .max(4096)
    .default('~/harombe')
    .describe('The folder in which tools read and write; made when it is first needed.'),
  command_timeout: z.number().min(1).max(120).default(120).describe('Seconds a command may take.'),
  web: z
    .looseObject({
      provider: z
        .enum(['searxng', 'brave', 'tavily', 'none'])
        .default('none')
        .describe('Who is asked when the model searches the web; none: only pages can be fetched.'),
      url: httpUrl.optional().describe('Address of the search server; needed for searxng.'),
      api_key: secret.optional().describe('For brave and tavily.'),
      allow_hosts: z
        .array(host)
        .default([])
        .describe('Hosts of your own network that pages may be fetched from; all others there are refused.'),
    })
    .prefault({}),
})

const serverName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/, 'A server name has letters, digits, _ and - only.')

export const mcpServerSchema = z.looseObject({
  enabled: z.boolean().default(true).describe('Switched off it is left alone.'),
  command: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe('A program that speaks MCP on its standard input and output.'),
  args: z.array(z.string().max(32_768)).default([]).describe('Its arguments.'),
  cwd: z.string().max(4096).optional().describe('The folder it runs in; absent: your home folder.'),
  env: z
    .record(z.string(), secret)
    .default({})
    .describe('All it gets of the environment beside PATH, HOME and the like.'),
  url: httpUrl.optional().describe('Or the address of a server that speaks streamable HTTP.'),
  headers: z.record(z.string(), secret).default({}).describe('Sent to that address only.'),
  insecure: z
    .boolean()
    .default(false)
    .describe(
      'Accept that what is said to a server on another machine travels there in the clear, over http.',
    ),
  timeout: seconds.default(60).describe('Seconds a call may take.'),
})

export const mcpSchema = z.looseObject({
  servers: z
    .record(serverName, mcpServerSchema)
    .default({})
    .describe('Programs and services whose tools models may use, by name.')
    .superRefine((servers, context) => {
      for (const [name, { command, url }] of Object.entries(servers)) {
        if ((command === undefined) !== (url === undefined)) continue
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `Give "${name}" either a command or a url.`,
        })
      }
    }),
  serve: z
    .boolean()
    .default(true)
    .describe(
      'Offer harombe itself to other agents as an MCP server at /mcp; conversations only to an admin token.',
    ),
})

export const memorySchema = z.looseObject({
  enabled: z.boolean().default(true).describe('Switched off, conversations last until harombe quits.'),
  storage_path: z.string().optional().describe('Default: memory.db in the data directory.'),
  max_history_tokens: z
    .number()
    .int()
    .min(256)
    .max(1_048_576)
    .default(4096)
    .describe('Of a conversation, how much is sent with a question; keep it below the context length.'),
  keep_days: z
    .number()
    .int()
    .min(0)
    .max(36_500)
    .default(0)
    .describe('Chats that nobody wrote in for so many days are removed, pinned ones never; 0 keeps all.'),
  titles: z.boolean().default(true).describe('Have a small node name chats.'),
  summaries: z
    .boolean()
    .default(true)
    .describe('Have a small node summarise what no longer fits into the history.'),
  embedding_model: z
    .string()
    .max(128)
    .default('auto')
    .describe('Searches by meaning; auto: the first embedding model that a node serves, off: none.'),
  vector_store: z.looseObject({}).optional().describe('Read and kept; changes nothing yet.'),
  rag: z
    .looseObject({
      enabled: z.boolean().default(false).describe('Read and kept; changes nothing yet.'),
      top_k: z.number().int().min(1).max(100).default(5).describe('Read and kept; changes nothing yet.'),
      min_similarity: z.number().min(0).max(1).default(0.7).describe('Read and kept; changes nothing yet.'),
    })
    .prefault({}),
})
