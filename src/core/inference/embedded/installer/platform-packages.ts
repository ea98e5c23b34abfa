import { HarombeError } from '../../../../shared/errors'
import type { ExtraAccelerator } from '../types'

export interface Platform {
  platform: NodeJS.Platform
  arch: string
  /** Linux with musl instead of glibc, Alpine for instance. */
  isMusl: boolean
}

const scope = '@node-llama-cpp/'
export const isPlatformPackage = (name: string) => name.startsWith(scope)

/** What runs everywhere on that system: the processor, and on Apple silicon its GPU. */
const basic: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-armv7l',
  'linux-riscv64': 'linux-riscv64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
}

/** CUDA's kernels are too large for one package; the second one has those of older cards. */
const extras: Readonly<Record<string, Readonly<Record<ExtraAccelerator, readonly string[]>>>> = {
  'linux-x64': { cuda: ['linux-x64-cuda', 'linux-x64-cuda-ext'], vulkan: ['linux-x64-vulkan'] },
  'win32-x64': { cuda: ['win-x64-cuda', 'win-x64-cuda-ext'], vulkan: ['win-x64-vulkan'] },
}

/** The packages with the binaries for a machine, few and without those of other systems. @throws HarombeError CONFIG_INVALID */
export function choosePackages(
  { platform, arch, isMusl }: Platform,
  extra: ExtraAccelerator | undefined,
): string[] {
  const key = `${platform}-${arch}`
  const package_ = basic[key]
  if (package_ === undefined || isMusl) {
    throw new HarombeError(
      'CONFIG_INVALID',
      `There is no ready-made engine for ${isMusl ? `${key} with musl` : key}.`,
      { hint: 'Run Ollama or another server on this machine and set inference.backend to it.' },
    )
  }
  const added = extra === undefined ? [] : extras[key]?.[extra]
  if (added === undefined) {
    throw new HarombeError('CONFIG_INVALID', `There is no engine with ${extra} for ${key}.`, {
      hint: 'Leave --gpu away: the engine then uses what this machine has.',
    })
  }
  return [package_, ...added].map(name => scope + name)
}

export function thisPlatform(): Platform {
  return {
    platform: process.platform,
    arch: process.arch,
    isMusl: process.platform === 'linux' && !hasGlibc(),
  }
}

function hasGlibc(): boolean {
  const { report } = process
  // Left to itself, the report looks up every open connection's host name.
  Object.assign(report, { excludeNetwork: true })
  const made: unknown = report.getReport()
  const header = typeof made === 'object' && made !== null && 'header' in made ? made.header : null
  return typeof header === 'object' && header !== null && 'glibcVersionRuntime' in header
}
