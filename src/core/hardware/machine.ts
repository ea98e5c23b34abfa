import { readdir, readFile } from 'node:fs/promises'
import os from 'node:os'
import { type RunCommand, runCommand } from './run-command'

/** Milliseconds since boot that the processors spent, over all of them. */
export interface CpuTimes {
  busy: number
  total: number
}

/** What Node itself knows of the computer; no program is started for it. Sizes in bytes. */
export interface Machine {
  platform: NodeJS.Platform
  arch: string
  hostname: string
  environment: Readonly<Record<string, string | undefined>>
  /** Null where the system does not name its processor. */
  cpuModel(): string | null
  logicalCores(): number
  cpuTimes(): CpuTimes
  memory(): { totalBytes: number; availableBytes: number }
}

export interface FileReader {
  /** Null when it cannot be read. */
  read(path: string): Promise<string | null>
  /** Names in a directory; empty when it cannot be read. */
  list(path: string): Promise<string[]>
}

/** The two slow questions asked of `systeminformation`; their answers are parsed, not trusted. */
export interface SystemInformation {
  cpu(): Promise<unknown>
  graphics(): Promise<unknown>
}

export interface HardwareDependencies {
  machine: Machine
  run: RunCommand
  files: FileReader
  information: SystemInformation
  signal: AbortSignal
}

function readMemory(): { totalBytes: number; availableBytes: number } {
  const physical = os.totalmem()
  // In a container the limit is what counts. Without one, Linux reports a number beyond any machine's memory.
  const limit = process.constrainedMemory()
  return limit > 0 && limit < physical
    ? { totalBytes: limit, availableBytes: Math.min(process.availableMemory(), limit) }
    : { totalBytes: physical, availableBytes: os.freemem() }
}

const thisMachine: Machine = {
  platform: process.platform,
  arch: process.arch,
  hostname: os.hostname(),
  environment: process.env,
  cpuModel: () => os.cpus()[0]?.model ?? null,
  logicalCores: () => os.cpus().length || os.availableParallelism(),
  cpuTimes() {
    let busy = 0
    let total = 0
    for (const { times } of os.cpus()) {
      const active = times.user + times.nice + times.sys + times.irq
      busy += active
      total += active + times.idle
    }
    return { busy, total }
  },
  memory: readMemory,
}

const fileReader: FileReader = {
  read: path => readFile(path, 'utf8').catch(() => null),
  list: path => readdir(path).catch(() => []),
}

/** Loaded on first use: it costs some 40 ms that the start of the coordinator need not pay. */
const loadInformation = async () => (await import('systeminformation')).default

const systemInformation: SystemInformation = {
  cpu: async () => (await loadInformation()).cpu(),
  graphics: async () => (await loadInformation()).graphics(),
}

export function withDefaults(given: Partial<HardwareDependencies>): HardwareDependencies {
  return {
    machine: thisMachine,
    run: runCommand,
    files: fileReader,
    information: systemInformation,
    signal: new AbortController().signal,
    ...given,
  }
}

/** A Mac with Apple's own chip, also when this process runs translated and believes it is an Intel one. */
export function isAppleSilicon({ platform, arch, cpuModel }: Machine): boolean {
  return platform === 'darwin' && (arch === 'arm64' || /apple/i.test(cpuModel() ?? ''))
}
