import { z } from 'zod'
import type { HardwareReport, NodeView } from '../../../../shared/entities'
import { sizeText } from '../../../../shared/sizes'
import type { ClusterInspector } from '../../../coordination/types'
import { defineTool } from '../define-tool'
import type { Tool } from '../types'

const input = z.strictObject({})

export interface SystemInfoDependencies {
  inspector: Pick<ClusterInspector, 'view'>
  hardware(): Promise<HardwareReport>
  /** Free memory now, bytes. */
  freeMemory(): number
}

function describeMachine(report: HardwareReport, free: number): string[] {
  const { platform, arch, cpu, memoryBytes, gpus } = report
  const graphics = gpus.map(
    ({ name, memoryBytes: memory }) =>
      `Graphics: ${name}${memory === null || memory === 0 ? '' : `, ${sizeText(memory)}`}`,
  )
  return [
    `System: ${platform} ${arch}`,
    `Processor: ${cpu.name}, ${cpu.physicalCores} cores`,
    `Memory: ${sizeText(memoryBytes)}, ${sizeText(free)} free`,
    ...(graphics.length === 0 ? ['Graphics: none found'] : graphics),
  ]
}

function describeNode({
  name,
  tier,
  backend,
  model,
  status,
  activeRequests,
  slots,
  statistics,
}: NodeView): string {
  const speed =
    statistics.tokensPerSecond === null ? '' : `, ${Math.round(statistics.tokensPerSecond)} tokens/s`
  return `- ${name}: tier ${tier}, ${status}, ${model || 'no model yet'} on ${backend}, ${activeRequests} of ${slots} slots busy${speed}`
}

export const createSystemInfo = ({ inspector, hardware, freeMemory }: SystemInfoDependencies): Tool =>
  defineTool({
    name: 'system_info',
    title: 'Look at the machines',
    description: 'Tells of this machine and the nodes: hardware, models, load.',
    risk: 'none',
    input,
    plan: () => ({
      risk: 'none',
      asks: false,
      reasons: [],
      summary: 'this machine and the cluster',
      title: 'Look at the machines',
      exact: 'this machine and the cluster',
      cwd: null,
      binding: {},
      canRemember: false,
      async run() {
        const { nodes } = inspector.view()
        const machine = describeMachine(await hardware(), freeMemory())
        const list = nodes.length === 0 ? ['- none'] : nodes.map(describeNode)
        return { text: ['This machine', ...machine, '', 'Nodes of the cluster', ...list].join('\n') }
      },
    }),
  })
