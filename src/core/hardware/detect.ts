import { z } from 'zod'
import type { HardwareReport } from '../../shared/entities'
import { detectGpus } from './detect-gpus'
import { withExpectations } from './expected-speed'
import { type HardwareDependencies, withDefaults } from './machine'
import { recommendModel } from './recommend'
import { recommendCompanions } from './recommend-companions'
import { cleanText } from './text'
import { within } from './within'

const cpuTimeoutMs = 5_000

const cpuInformation = z.object({
  manufacturer: z.string().catch(''),
  brand: z.string().catch(''),
  physicalCores: z.number().int().positive().max(65_536).nullable().catch(null),
})

/**
 * What this machine is made of and which model suits it. All probes run at once. Never rejects: what cannot be found out
 * is left out, with a sentence in `warnings`; an abort returns early with what is known.
 */
export async function detectHardware(given: Partial<HardwareDependencies> = {}): Promise<HardwareReport> {
  const dependencies = withDefaults(given)
  const { machine } = dependencies
  const [cpu, { gpus, warnings }] = await Promise.all([detectCpu(dependencies), detectGpus(dependencies)])
  const memoryBytes = Math.round(machine.memory().totalBytes)
  const { platform, arch } = machine
  const report = { platform, arch, memoryBytes, gpus }
  return {
    platform,
    arch,
    hostname: cleanText(machine.hostname, 253),
    cpu: cpu.cpu,
    memoryBytes,
    gpus,
    recommendation: {
      ...withExpectations(report, recommendModel(report)),
      companions: recommendCompanions(report),
    },
    warnings: [...cpu.warnings, ...warnings],
  }
}

/** Only the number of physical cores and, on ARM Linux, the name need more than Node knows itself. */
async function detectCpu({ machine, information, signal }: HardwareDependencies): Promise<{
  cpu: HardwareReport['cpu']
  warnings: string[]
}> {
  const logicalCores = machine.logicalCores()
  const result = await within(cpuTimeoutMs, signal, () => information.cpu())
  const parsed = cpuInformation.safeParse(result.status === 'ok' ? result.value : {})
  const { manufacturer, brand, physicalCores } = parsed.success
    ? parsed.data
    : { manufacturer: '', brand: '', physicalCores: null }
  const known = machine.cpuModel() ?? ''
  const name = [known, `${manufacturer} ${brand}`].map(text => cleanText(text)).find(isProcessorName)
  const failed = result.status === 'failed' || result.status === 'timed-out'
  return {
    cpu: {
      name: name ?? 'Unknown processor',
      physicalCores: Math.min(physicalCores ?? logicalCores, logicalCores),
      logicalCores,
    },
    warnings: failed ? ['The number of physical processor cores could not be read.'] : [],
  }
}

function isProcessorName(name: string): boolean {
  return name !== '' && !/^unknown/i.test(name)
}
