import type { HardwareReport } from '../../shared/entities'

/** One line about a machine, for a comment: `Apple M4, 16 GB, RTX 4090`. */
export const machineLine = ({ cpu, memoryBytes, gpus }: HardwareReport): string =>
  [cpu.name, `${Math.round(memoryBytes / 2 ** 30)} GB`, ...gpus.map(({ name }) => name)].join(', ')
