import { z } from 'zod'
import { bytesOf, write } from './numbers-file'
import type { Forest } from './tier-model'

/** Lists as they lie in memory, so that nothing has to be unpacked: bytes, and 16-bit steps to the upper branches. */
export const forestFile = z.strictObject({
  /** Of nodes in each tree. */
  sizes: z.array(z.number().int().positive()),
  features: z.string(),
  limits: z.string(),
  powerful: z.string(),
  uppers: z.string(),
})
export type ForestFile = z.infer<typeof forestFile>

export const writeForest = ({ roots, features, limits, powerful, uppers }: Forest): ForestFile => ({
  sizes: Array.from(roots, (root, tree) => (roots[tree + 1] ?? features.length) - root),
  ...{ features: write(features), limits: write(limits), powerful: write(powerful), uppers: write(uppers) },
})

/** @throws DamagedModelError */
export function readForest(file: ForestFile): Forest {
  const nodes = file.sizes.reduce((sum, size) => sum + size, 0)
  const roots = new Int32Array(file.sizes.length)
  file.sizes.slice(0, -1).forEach((size, tree) => {
    roots[tree + 1] = (roots[tree] ?? 0) + size
  })
  const features = new Uint8Array(bytesOf(file.features, nodes, 'the questions of the forest'))
  return {
    roots,
    features,
    limits: new Uint8Array(bytesOf(file.limits, nodes, 'the limits of the forest')),
    powerful: new Uint8Array(bytesOf(file.powerful, nodes, 'the leaves of the forest')),
    uppers: new Uint16Array(bytesOf(file.uppers, 2 * nodes, 'the branches of the forest')),
  }
}
