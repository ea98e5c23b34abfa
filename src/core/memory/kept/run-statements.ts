import type { Statement } from '../writing/statements'

/** Written in one transaction. @returns rows changed by the last one. Rejects with STORAGE_FAILED when the disk refuses */
export type RunStatements = (...statements: readonly Statement[]) => Promise<number>
