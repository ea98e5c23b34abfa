import { createSimulatedServer } from '../../core/simulation/create-simulated-server'
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
  protocol?: 'ollama' | 'openai' | undefined
}

/** Runs one stand-in inference server until it is stopped. */
export async function simulate(
  options: SimulateOptions,
  { terminal, signal }: RunContext,
): Promise<ExitCode> {
  const defined = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const server = createSimulatedServer({ ...defined, model: options.model })
  const { url, port } = await server.start()
  const protocol = options.protocol ?? 'ollama'
  if (terminal.json) terminal.data({ url, port, model: options.model, protocol, simulated: true })
  else terminal.line(`Simulated ${protocol} server with model ${options.model} at ${url} (Ctrl-C stops it)`)
  await untilAborted(signal)
  await server.stop()
  return 0
}
