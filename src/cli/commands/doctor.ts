import { existsSync } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { createServer } from 'node:net'
import { createConfigFile } from '../../core/config/config-file'
import { readLock } from '../../core/config/directory-lock'
import { isMissingFile } from '../../core/config/private-files'
import { detectHardware } from '../../core/hardware'
import type { Config } from '../../shared/config/schema'
import type { HarombeClient } from '../../shared/contract'
import type { NodeView } from '../../shared/entities'
import { isHarombeError } from '../../shared/errors'
import { gigabytes } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import { checkModels } from './doctor-models'
import { checkNetwork } from './doctor-network'
import type { Finding } from './finding'

async function checkHardware(): Promise<Finding[]> {
  const { cpu, memoryBytes, gpus, recommendation, warnings } = await detectHardware()
  const graphics = gpus.map(gpu => gpu.name).join(', ') || 'no usable GPU'
  return [
    {
      check: 'hardware',
      verdict: 'ok',
      detail: `${cpu.name}, ${cpu.logicalCores} threads, ${gigabytes(memoryBytes)}, ${graphics}`,
    },
    {
      check: 'recommended model',
      verdict: 'ok',
      detail: `${recommendation.model}: ${recommendation.reason} Get it with \`harombe models pull ${recommendation.model}\`.`,
    },
    ...warnings.map((detail): Finding => ({ check: 'hardware', verdict: 'warn', detail })),
  ]
}

async function checkDirectory(path: string): Promise<Finding> {
  try {
    await access(path, constants.R_OK | constants.W_OK)
    return { check: 'data directory', verdict: 'ok', detail: path }
  } catch (error) {
    if (isMissingFile(error))
      return { check: 'data directory', verdict: 'ok', detail: `${path} (will be made at the first start)` }
    return {
      check: 'data directory',
      verdict: 'fail',
      detail: `${path} cannot be written.`,
      hint: 'Check its owner and permissions.',
    }
  }
}

function isPortFree(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}

async function checkListener(dataDirectory: string, host: string, port: number): Promise<Finding> {
  const lock = await readLock(dataDirectory)
  if (lock?.endpoint != null)
    return { check: 'coordinator', verdict: 'ok', detail: `running at ${lock.endpoint}` }
  if (port === 0)
    return { check: 'coordinator', verdict: 'ok', detail: 'not running; it takes any free port' }
  if (await isPortFree(host, port)) {
    return { check: 'coordinator', verdict: 'ok', detail: `not running; port ${port} is free` }
  }
  return {
    check: 'coordinator',
    verdict: 'fail',
    detail: `Port ${port} on ${host} is used by another program.`,
    hint: 'Stop that program, or set server.port in harombe.yaml to another port.',
  }
}

function checkNode(node: NodeView): Finding {
  const check = `node ${node.name}`
  if (!node.enabled) return { check, verdict: 'ok', detail: 'disabled' }
  if (node.status === 'online') {
    return {
      check,
      verdict: 'ok',
      detail: `tier ${node.tier}, ${node.model}, ${Math.round(node.latencyMs ?? 0)} ms`,
    }
  }
  if (node.status === 'model_missing') {
    const has = node.models.join(', ') || 'no model at all'
    const get = 'Get one with `harombe models pull`, or name a .gguf file under inference.embedded.model.'
    return {
      check,
      verdict: 'fail',
      detail: `It answers, but does not serve ${node.model || 'a model'}.`,
      hint: node.backend === 'embedded' && node.models.length === 0 ? get : `It has: ${has}.`,
    }
  }
  return { check, verdict: 'fail', detail: node.error?.message ?? node.status, hint: node.error?.hint }
}

async function checkNodes(client: HarombeClient): Promise<Finding[]> {
  const nodes = await client.call('cluster.checkNow', {})
  if (nodes.length > 0) return nodes.map(checkNode)
  const hint =
    'Start Ollama here, use the embedded engine (`harombe engine install --use`), add a machine with `harombe cluster add`, or try `harombe demo`.'
  return [{ check: 'nodes', verdict: 'warn', detail: 'There is no node to answer.', hint }]
}

async function checkCluster(context: RunContext, config: Config): Promise<Finding[]> {
  try {
    return await context.withSession(async ({ client }) => [
      ...(await checkNodes(client)),
      ...(await checkModels(client, config)),
      ...(await checkNetwork(client)),
    ])
  } catch (error) {
    const detail = isHarombeError(error) ? error.message : String(error)
    return [{ check: 'nodes', verdict: 'fail', detail, hint: isHarombeError(error) ? error.hint : undefined }]
  }
}

/** Looks at everything harombe stands on. Exit code 1 when something is broken; warnings do not count. */
export async function doctor(context: RunContext): Promise<ExitCode> {
  const { dataDirectory, configPath, overlays } = context.places()
  const file = createConfigFile(configPath, { overlays, keepsCopies: false })
  const config = file.load()
  const problem = file.problem()
  const present = existsSync(configPath) ? configPath : `none yet, defaults in use (${configPath})`
  const configuration: Finding =
    problem === null
      ? { check: 'configuration', verdict: 'ok', detail: present }
      : { check: 'configuration', verdict: 'fail', detail: problem, hint: `Correct ${configPath}.` }
  const findings = [
    ...(await checkHardware()),
    await checkDirectory(dataDirectory),
    configuration,
    await checkListener(dataDirectory, config.server.host, config.server.port),
    ...(problem === null ? await checkCluster(context, config) : []),
  ]
  const healthy = findings.every(({ verdict }) => verdict !== 'fail')
  if (context.terminal.json) context.terminal.data({ healthy, findings })
  else {
    for (const { check, verdict, detail, hint } of findings) {
      context.terminal.line(`${verdict.padEnd(4)} ${check}: ${detail}`)
      if (hint !== undefined && (verdict === 'warn' || verdict === 'fail'))
        context.terminal.line(`     ${hint}`)
    }
  }
  return healthy ? 0 : 1
}
