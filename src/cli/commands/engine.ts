import { createConfigFile } from '../../core/config/config-file'
import { adviseUse } from '../../core/inference/embedded/installer/advise-use'
import { engineFolder } from '../../core/inference/embedded/installer/engine-folder'
import { createEngineInstaller } from '../../core/inference/embedded/installer/engine-installer'
import { findNpm, thisMachine } from '../../core/inference/embedded/installer/find-npm'
import { thisPlatform } from '../../core/inference/embedded/installer/platform-packages'
import type { EngineInstaller, ExtraAccelerator } from '../../core/inference/embedded/types'
import type { EngineStatus, NodeView } from '../../shared/entities'
import { backendNames } from '../../shared/entities/backend-names'
import { findEngine } from '../environment'
import { withoutControls } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import { connectToHolder } from '../session'

function installerOf({ env, places }: RunContext): EngineInstaller {
  return createEngineInstaller({
    folder: engineFolder(places().dataDirectory, env),
    packageFolder: findEngine().packageFolder,
    platform: thisPlatform(),
    findNpm: () => findNpm(thisMachine()),
  })
}

function show({ terminal }: RunContext, status: EngineStatus): void {
  if (terminal.json) {
    terminal.data(status)
    return
  }
  const version = status.version === null ? '' : ` (llama.cpp through node-llama-cpp ${status.version})`
  terminal.line(`${status.state}${version} in ${status.folder}`)
  if (status.hint !== null) terminal.line(status.hint)
}

export interface EngineInstallOptions {
  gpu?: ExtraAccelerator | undefined
  /** Put it to use as well. */
  use?: boolean | undefined
}

/** Installs the embedded engine, or brings it up to date. */
export async function engineInstall(
  { gpu, use }: EngineInstallOptions,
  context: RunContext,
): Promise<ExitCode> {
  const { terminal, signal } = context
  for await (const { line } of installerOf(context).install(signal, gpu)) terminal.note(withoutControls(line))
  if (use === true) return engineUse(context)
  show(context, await statusOfFolder(context))
  return 0
}

/** What this machine answers with by now, when that is another server. */
export function describeReplaced(nodes: readonly NodeView[]): string | null {
  const own = nodes.find(({ origin }) => origin === 'local')
  const answers = own?.status === 'online' || own?.status === 'model_missing'
  if (own === undefined || own.backend === 'embedded' || !answers) return null
  return `It replaces ${backendNames[own.backend]} at ${own.url}; \`harombe cluster add\` keeps that as a node of its own.`
}

/** Lets this machine answer with the engine: writes that into harombe.yaml, and a running coordinator follows it at once. */
export async function engineUse(context: RunContext): Promise<ExitCode> {
  const { terminal } = context
  const { status, replaced, own, model } = await context.withSession(async ({ client }) => {
    const before = describeReplaced(await client.call('cluster.checkNow', {}))
    const status = await client.call('models.useEngine', {})
    const nodes = await client.call('cluster.checkNow', {})
    const { recommendation } = await client.call('system.getHardware', {})
    const own = nodes.find(({ backend }) => backend === 'embedded')
    return { status, replaced: before, own, model: recommendation.model }
  })
  show(context, status)
  if (terminal.json) return 0
  terminal.line('This machine answers with it.')
  if (replaced !== null) terminal.line(replaced)
  if (own?.models.length === 0)
    terminal.line(`Get a model for it: \`harombe models pull ${model} --node ${own.name}\``)
  return 0
}

/** What the folder and the configuration tell, without a coordinator. */
async function statusOfFolder(context: RunContext): Promise<EngineStatus> {
  const { configPath, overlays } = context.places()
  const { backend } = createConfigFile(configPath, { overlays, keepsCopies: false }).load().inference
  return adviseUse(await installerOf(context).status(), backend)
}

/** Of the coordinator that holds the data directory, which knows what runs; null when there is none to ask. */
async function statusOfRunning({ places }: RunContext): Promise<EngineStatus | null> {
  try {
    const session = await connectToHolder(places().dataDirectory)
    if (session === null) return null
    return await session.client.call('models.engineStatus', {}).finally(() => session.close())
  } catch {
    // The folder tells as much as matters.
    return null
  }
}

/** Exit code 1 when there is none that could answer. */
export async function engineStatus(context: RunContext): Promise<ExitCode> {
  const status = (await statusOfRunning(context)) ?? (await statusOfFolder(context))
  show(context, status)
  return status.state === 'ready' || status.state === 'running' ? 0 : 1
}

/** Takes the engine away; models stay. */
export async function engineRemove(context: RunContext): Promise<ExitCode> {
  const installer = installerOf(context)
  await installer.remove()
  show(context, await installer.status())
  return 0
}
