import { createSimulatedServer } from '../../core/simulation/create-simulated-server'
import type {
  SimulatedBehaviour,
  SimulatedFlavour,
  SimulatedModel,
  SimulatedProtocol,
} from '../../core/simulation/types'
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
}

/** Runs one stand-in inference server until it is stopped. */
export async function simulate(
  options: SimulateOptions,
  { terminal, signal }: RunContext,
): Promise<ExitCode> {
  const { model, models = [], embedding, ...rest } = options
  const defined = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const further: SimulatedModel[] = models.map(name => ({ name }))
  if (embedding !== undefined) further.push({ name: embedding, capabilities: ['embedding'] })
  const server = createSimulatedServer({
    ...defined,
    model,
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
