import { hostname } from 'node:os'
import { HarombeError } from '../shared/errors'
import type { ClusterComposition } from './compose-cluster'
import { type Draft, draftFromDiscovery } from './config/import/draft-from-discovery'
import type { ConfigFile } from './config/types'
import type { Discovery } from './coordination/discovery/types'
import { machineLine } from './hardware/machine-line'
import type { OwnHardware } from './own-hardware'

export interface ImportParts extends Pick<ClusterComposition, 'findLocalBackends'> {
  configFile: Pick<ConfigFile, 'path' | 'desired' | 'problem' | 'mask'>
  discovery: Pick<Discovery, 'lookAround'>
  hardware: Pick<OwnHardware, 'report'>
}

/**
 * harombe.yaml with what answers here and on the network now and is not in it; its secrets are masked. Takes a few seconds.
 * @throws HarombeError CONFIG_INVALID when the file on disk has a mistake: nothing can be added to it
 */
export async function draftOfFindings(
  { configFile, findLocalBackends, discovery, hardware }: ImportParts,
  signal: AbortSignal,
): Promise<Draft> {
  const [backends, nodes, report] = await Promise.all([
    findLocalBackends(signal),
    discovery.lookAround(signal),
    hardware.report(),
  ])
  const desired = configFile.desired()
  if (desired === null) {
    const problem = configFile.problem() ?? `${configFile.path} cannot be read.`
    throw new HarombeError('CONFIG_INVALID', problem, { hint: 'Correct the file first.' })
  }
  const { text, found } = draftFromDiscovery({
    file: desired.text.trim() === '' ? null : desired,
    found: { backends, nodes },
    hardware: machineLine(report),
    hostname: hostname(),
  })
  return { text: configFile.mask(text), found }
}
