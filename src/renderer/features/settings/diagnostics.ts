import type { DesktopState } from '../../../shared/contract/desktop'
import type { Sharing, SystemInfo } from '../../../shared/contract/system'
import type { ClusterView, HardwareReport, NodeView, Preferences } from '../../../shared/entities'
import { redactSecrets } from '../../../shared/redact-secrets'

export interface DiagnosticsInput {
  info: SystemInfo | null
  hardware: HardwareReport | null
  cluster: ClusterView | null
  sharing: Sharing | null
  preferences: Preferences | null
  desktop: DesktopState | null
  /** Of this page. */
  page: { userAgent: string; width: number; height: number; scale: number; connection: string }
}

const gigabytes = (bytes: number | null) =>
  bytes === null ? 'unknown' : `${(bytes / 1024 ** 3).toFixed(1)} GB`

/**
 * What somebody who helps has to know, in Markdown and always in English. It is meant to be made public: no chats, no names or
 * addresses of machines, no paths (they hold the name of the user), no messages (they hold any of these).
 */
export function diagnosticsReport(input: DiagnosticsInput): string {
  const sections: [string, string[]][] = [
    ['harombe', installation(input)],
    ['Machine', machine(input.hardware)],
    ['Cluster', input.cluster === null ? ['unknown'] : clusterLines(input.cluster)],
    ['Window', windowLines(input)],
  ]
  const text = sections.map(([title, lines]) => `### ${title}\n${lines.map(line => `- ${line}`).join('\n')}`)
  return `${redactSecrets(text.join('\n\n'))}\n`
}

function installation({ info, sharing, desktop }: DiagnosticsInput): string[] {
  if (info === null) return ['unknown']
  const listener = sharing?.listener
  return [
    `version ${info.version}`,
    `abilities: ${info.capabilities.join(', ') || 'none'}`,
    listener == null
      ? 'not listening'
      : `listens on ${sharing?.isShared === true ? 'the network' : 'loopback'}, ${listener.scheme}, ${listener.hasToken ? 'with' : 'without'} a token`,
    `problem with harombe.yaml: ${yes(info.configProblem !== null)}`,
    `problem with the storage: ${yes(info.storageProblem !== null)}`,
    ...(desktop === null
      ? []
      : [
          `update: ${desktop.update.state}`,
          `crashed before: ${yes(desktop.crash !== null)}`,
          `quick question: ${desktop.quickAsk.keys ?? 'no keys'}${desktop.quickAsk.problem === null ? '' : ', not registered'}`,
        ]),
  ]
}

const yes = (is: boolean) => (is ? 'yes' : 'no')

function machine(hardware: HardwareReport | null): string[] {
  if (hardware === null) return ['unknown']
  const { platform, arch, cpu, memoryBytes, gpus } = hardware
  return [
    `${platform} ${arch}`,
    `${cpu.name}, ${cpu.physicalCores} cores, ${gigabytes(memoryBytes)}`,
    ...(gpus.length === 0
      ? ['no GPU found']
      : gpus.map(gpu => `${gpu.name}, ${gigabytes(gpu.memoryBytes)}${gpu.unified ? ' shared' : ''}`)),
  ]
}

function clusterLines({ nodes, summary }: ClusterView): string[] {
  return [
    `${summary.answers} answers, ${summary.failures} failures, ${summary.failovers} failovers`,
    ...nodes.map(nodeLine),
  ]
}

/** Numbered: what people call their machines is theirs. */
function nodeLine(node: NodeView, index: number): string {
  const model = node.model === '' ? 'no model' : node.model
  const parts = [
    `node ${index + 1}: tier ${node.tier}`,
    node.backend,
    node.origin,
    node.status,
    model,
    `${node.slots} slots`,
    ...(node.version === null ? [] : [`version ${node.version}`]),
    ...(node.error === null ? [] : [`error ${node.error.code}`]),
    ...(node.simulated ? ['simulated'] : []),
  ]
  return parts.join(', ')
}

function windowLines({ page, preferences }: DiagnosticsInput): string[] {
  return [
    page.userAgent,
    `${page.width} × ${page.height} at ${page.scale}, connection ${page.connection}`,
    ...(preferences === null ? [] : [`language ${preferences.language}, theme ${preferences.theme}`]),
  ]
}
