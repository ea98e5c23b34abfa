import { readFileSync } from 'node:fs'
import { createSimulatedServer } from '../../core/simulation/create-simulated-server'
import { parseScript, type SimulatedScript } from '../../core/simulation/script'
import type {
  SimulatedBehaviour,
  SimulatedCapability,
  SimulatedFlavour,
  SimulatedModel,
  SimulatedProtocol,
} from '../../core/simulation/types'
import { parseYaml } from '../../shared/config/document/parse-yaml'
import { HarombeError } from '../../shared/errors'
import type { ExitCode, RunContext } from '../run-context'
import { untilAborted } from '../wait'

export interface SimulateOptions {
  port: number
  host?: string | undefined
  model: string
  tokensPerSecond?: number | undefined
  ttftMs?: number | undefined
  slots?: number | undefined
  failAfterTokens?: number | undefined
  logprobs?: SimulatedBehaviour['logprobs'] | undefined
  protocol?: SimulatedProtocol | undefined
  flavour?: SimulatedFlavour | undefined
  /** Further models, not in memory. */
  models?: readonly string[] | undefined
  /** A model that makes embeddings and nothing else. */
  embedding?: string | undefined
  /** JSON or YAML: what the model says and calls, answer by answer. See docs/agent.md. */
  script?: string | undefined
}

/** @throws HarombeError NOT_FOUND, BAD_REQUEST with the line */
function readScript(path: string): SimulatedScript {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new HarombeError('NOT_FOUND', `The script ${path} cannot be read.`, { cause })
  }
  const { document, problems } = parseYaml(text)
  const [problem] = problems
  if (problem !== undefined) {
    throw new HarombeError('BAD_REQUEST', `${path}, line ${problem.line}: ${problem.message}`)
  }
  return parseScript(document.toJS())
}

/** What a model without a place for tool calls can do. */
const withoutTools: readonly SimulatedCapability[] = ['completion', 'insert', 'vision']

/** Runs one stand-in inference server until it is stopped. */
export async function simulate(
  options: SimulateOptions,
  { terminal, signal }: RunContext,
): Promise<ExitCode> {
  const { model, models = [], embedding, script: scriptPath, ...rest } = options
  const script = scriptPath === undefined ? null : readScript(scriptPath)
  const defined = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const further: SimulatedModel[] = models.map(name => ({ name }))
  if (embedding !== undefined) further.push({ name: embedding, capabilities: ['embedding'] })
  if (script?.native === false) further.push({ name: model, capabilities: withoutTools })
  const server = createSimulatedServer({
    ...defined,
    model,
    script,
    ...(further.length > 0 ? { models: further } : {}),
  })
  const { url, port } = await server.start()
  const { protocol = 'ollama', flavour } = options
  if (terminal.json) terminal.data({ url, port, model, protocol, flavour, simulated: true })
  else
    terminal.line(`Simulated ${flavour ?? protocol} server with model ${model} at ${url} (Ctrl-C stops it)`)
  await untilAborted(signal)
  await server.stop()
  return 0
}
