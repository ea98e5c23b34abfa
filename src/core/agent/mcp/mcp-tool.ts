import { parseBoundedJson } from '../../../shared/bounded-json'
import { type ErrorCode, HarombeError, isHarombeError } from '../../../shared/errors'
import { showLine } from '../approvals/shown-text'
import { canonicalJson } from '../canonical-json'
import type { CallPlan, Tool, ToolResult } from '../tools/types'
import { mcpLimits as limits } from './limits'
import type { ServerConnection } from './server-connection'
import { offeredName } from './tool-names'
import type { CallOutcome, ListedTool, ServerSpec } from './types'

/** The same values in the order of their keys, nothing in them that is no JSON. @throws HarombeError BAD_REQUEST */
function readArguments(argumentsOf: Readonly<Record<string, unknown>>): {
  exact: string
  value: Record<string, unknown>
} {
  const canonical = canonicalJson(argumentsOf)
  if (canonical.length > limits.argumentCharacters)
    throw new HarombeError(
      'BAD_REQUEST',
      `The arguments have more than ${limits.argumentCharacters} characters.`,
    )
  try {
    const value = parseBoundedJson(canonical, limits.jsonDepth) as Record<string, unknown>
    return { exact: JSON.stringify(value, null, 2), value }
  } catch {
    throw new HarombeError('BAD_REQUEST', 'The arguments are nested too deeply.')
  }
}

const oneLine = (text: string) => {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}

/** Told in harombe's own words alone; what else goes wrong may be told in the server's. */
const ownWords: ReadonlySet<ErrorCode> = new Set([
  'TIMEOUT',
  'CONFLICT',
  'NODE_BUSY',
  'NODE_REFUSED',
  'FORBIDDEN',
])

/** What the model is told of a call that failed; the server's own words are marked as such. */
function failed(error: unknown): ToolResult {
  if (!isHarombeError(error)) throw error
  if (error.code === 'CANCELLED') throw error
  return {
    text: error.hint === undefined ? error.message : `${error.message} ${error.hint}`,
    isError: true,
    ...(ownWords.has(error.code) ? {} : { untrusted: 'mcp' as const }),
  }
}

const brought = ({ text, isError }: CallOutcome): ToolResult => ({
  text: text === '' ? '(The tool answered nothing.)' : text,
  isError,
  untrusted: 'mcp',
})

/** One tool of a server, offered as it was approved. Every call is asked for. */
export function createMcpTool(
  { spec, call }: { spec: ServerSpec; call: ServerConnection['call'] },
  listed: ListedTool,
  unavailable: () => string | null,
): Tool {
  const server = spec.name
  return {
    name: offeredName(server, listed.name),
    title: `${showLine(listed.title ?? listed.name, 80)} (${server})`,
    description: listed.description,
    parameters: { ...listed.inputSchema },
    risk: 'mcp',
    server,
    unavailable,
    async plan(argumentsOf): Promise<CallPlan> {
      const { exact, value } = readArguments(argumentsOf)
      return {
        risk: 'mcp',
        asks: true,
        reasons: [`What this does is up to the MCP server "${server}" (${spec.target}).`],
        summary: oneLine(`${server}: ${listed.name} ${canonicalJson(value)}`),
        title: 'Call a tool of an MCP server',
        exact: `${server} · ${listed.name}\n${exact}`,
        cwd: null,
        // The program or address and the description are part of it: either changes, and it is another call.
        binding: {
          server,
          target: spec.targetDigest,
          tool: listed.name,
          definition: listed.digest,
          arguments: value,
        },
        canRemember: true,
        async run({ signal, onOutput }) {
          try {
            return brought(await call(listed, value, { signal, onProgress: text => onOutput(`${text}\n`) }))
          } catch (error) {
            return failed(error)
          }
        },
      }
    },
  }
}
