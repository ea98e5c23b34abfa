import { absent, type GpuSighting, type ProbeOutcome } from './gpu-sighting'
import type { HardwareDependencies } from './machine'
import { mergeGpus } from './merge-gpus'
import { probeRocmSmi } from './probes/amd-tools'
import { probeApple } from './probes/apple'
import { probeAmdSysfs, readPciNames } from './probes/linux-pci'
import { probeNvidia } from './probes/nvidia'
import type { GpuReader, GpuReading } from './resource-types'

type Probe = (signal: AbortSignal) => Promise<ProbeOutcome>

/**
 * Live figures of the GPUs whose tools give any: NVIDIA, AMD on Linux, Apple. A tool that is not there is asked once; one
 * that fails keeps its GPUs in the list, without figures.
 */
export function createGpuReader(dependencies: Omit<HardwareDependencies, 'signal'>): GpuReader {
  let pciNames: ReadonlyMap<string, string> | undefined
  const probeAmd: Probe = async signal => {
    // The kernel's own counters cost a few file reads; rocm-smi is half a second of Python.
    const first = await probeAmdSysfs(dependencies, pciNames ?? new Map())
    if (first.state !== 'answered') return probeRocmSmi({ ...dependencies, signal })
    if (pciNames !== undefined) return first
    pciNames = await readPciNames({ ...dependencies, signal })
    return probeAmdSysfs(dependencies, pciNames)
  }
  let tools: { probe: Probe; known: GpuSighting[] }[] = [
    { probe: signal => probeNvidia({ ...dependencies, signal }), known: [] },
    { probe: probeAmd, known: [] },
    { probe: signal => probeApple({ ...dependencies, signal }), known: [] },
  ]

  return async signal => {
    const outcomes = await Promise.all(
      tools.map(async tool => ({ tool, outcome: await tool.probe(signal).catch(() => absent) })),
    )
    if (signal.aborted) return { type: 'failed' }
    const present = outcomes.filter(({ outcome }) => outcome.state !== 'absent')
    tools = present.map(({ tool }) => tool)
    if (tools.length === 0) return { type: 'none' }
    const answered = present.some(({ outcome }) => outcome.state === 'answered')
    const gpus = present.flatMap(({ tool, outcome }) => {
      if (outcome.state === 'answered') tool.known = outcome.gpus
      return outcome.state === 'answered' ? outcome.gpus : tool.known.map(withoutFigures)
    })
    return answered ? { type: 'read', gpus: mergeGpus(gpus).map(toReading) } : { type: 'failed' }
  }
}

function withoutFigures(gpu: GpuSighting): GpuSighting {
  return { ...gpu, load: null, memoryUsedBytes: null }
}

function toReading({ name, load, memoryUsedBytes, memoryBytes }: GpuSighting): GpuReading {
  return { name, load, memoryUsedBytes, memoryTotalBytes: memoryBytes }
}
