import { z } from 'zod'
import { denseNames } from './dense-features'
import { gramBuckets } from './grams'
import type { Head, TierModel, Tree } from './tier-model'

const depth = 3
const leaves = 2 ** depth

const head = z.strictObject({
  /** Base64 of 32-bit floats, one for each dense feature. */
  dense: z.string(),
  /** Base64 of 16-bit integers, one for each bucket, in units of `gramUnit`. */
  grams: z.string(),
  gramUnit: z.number(),
  /** Base64 of bytes, 32-bit floats and 32-bit floats. */
  treeFeatures: z.string(),
  treeThresholds: z.string(),
  treeLeaves: z.string(),
  biases: z.tuple([z.number(), z.number(), z.number()]),
  slope: z.number(),
  intercept: z.number(),
})

const modelFile = z.strictObject({
  version: z.literal(1),
  trainedOn: z.array(z.strictObject({ source: z.string(), rows: z.number(), licence: z.string() })),
  /** Of the dense features, in order. */
  names: z.array(z.string()),
  center: z.string(),
  scale: z.string(),
  mix: z.strictObject({ dense: z.number(), grams: z.number(), trees: z.number() }),
  heads: z.tuple([head, head]),
})
export type ModelFile = z.infer<typeof modelFile>

/** Numbers in the file are little-endian, as all machines this runs on are. */
const write = (numbers: ArrayBufferView) =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64')

function bytesOf(text: string, size: number, what: string): ArrayBuffer {
  const bytes = Buffer.from(text, 'base64')
  if (size >= 0 && bytes.byteLength !== size)
    throw new Error(`The tier model is damaged: ${what} has ${bytes.byteLength} bytes instead of ${size}.`)
  // A copy of its own begins where numbers may begin.
  return new Uint8Array(bytes).buffer
}

function allFinite<T extends Float32Array>(numbers: T, what: string): T {
  if (!numbers.every(Number.isFinite))
    throw new Error(`The tier model is damaged: ${what} is not all numbers.`)
  return numbers
}

const floats = (text: string, count: number, what: string) =>
  allFinite(new Float32Array(bytesOf(text, 4 * count, what)), what)

function readTrees({ treeFeatures, treeThresholds, treeLeaves }: z.infer<typeof head>): Tree[] {
  const features = new Uint8Array(bytesOf(treeFeatures, -1, 'the questions of trees'))
  const count = Math.floor(features.length / depth)
  const thresholds = floats(treeThresholds, count * depth, 'the thresholds of trees')
  const values = floats(treeLeaves, count * leaves, 'the leaves of trees')
  return Array.from({ length: count }, (_, tree) => ({
    features: [...features.subarray(tree * depth, (tree + 1) * depth)],
    thresholds: [...thresholds.subarray(tree * depth, (tree + 1) * depth)],
    leaves: [...values.subarray(tree * leaves, (tree + 1) * leaves)],
  }))
}

function readHead(file: z.infer<typeof head>): Head {
  const steps = new Int16Array(bytesOf(file.grams, 2 * gramBuckets, 'the weights of n-grams'))
  const grams = new Float32Array(gramBuckets)
  for (let bucket = 0; bucket < gramBuckets; bucket += 1) grams[bucket] = (steps[bucket] ?? 0) * file.gramUnit
  const [denseBias, gramsBias, treesBias] = file.biases
  const { slope, intercept } = file
  return {
    dense: floats(file.dense, denseNames.length, 'the weights of features'),
    grams,
    trees: readTrees(file),
    ...{ denseBias, gramsBias, treesBias, slope, intercept },
  }
}

/** @throws Error that says what is wrong with a file that is damaged, or was trained for other features */
export function readModel(content: unknown): TierModel {
  const parsed = modelFile.safeParse(content)
  if (!parsed.success) throw new Error(`The tier model is damaged: ${z.prettifyError(parsed.error)}`)
  const file = parsed.data
  if (file.names.join() !== denseNames.join())
    throw new Error('The tier model was trained for other features: run npm run train:routing.')
  return {
    trainedOn: file.trainedOn,
    center: floats(file.center, denseNames.length, 'the centers of features'),
    scale: floats(file.scale, denseNames.length, 'the scales of features'),
    mix: file.mix,
    heads: [readHead(file.heads[0]), readHead(file.heads[1])],
  }
}

function writeHead(own: Head): z.infer<typeof head> {
  const most = own.grams.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 1e-9)
  const gramUnit = Math.fround(most / 32_767)
  return {
    dense: write(own.dense),
    grams: write(Int16Array.from(own.grams, weight => Math.round(weight / gramUnit))),
    gramUnit,
    treeFeatures: write(Uint8Array.from(own.trees.flatMap(tree => tree.features))),
    treeThresholds: write(Float32Array.from(own.trees.flatMap(tree => tree.thresholds))),
    treeLeaves: write(Float32Array.from(own.trees.flatMap(tree => tree.leaves))),
    biases: [own.denseBias, own.gramsBias, own.treesBias],
    slope: own.slope,
    intercept: own.intercept,
  }
}

/** Trees have to be three questions deep. */
export function writeModel(model: TierModel): ModelFile {
  return {
    version: 1,
    trainedOn: [...model.trainedOn],
    names: [...denseNames],
    center: write(model.center),
    scale: write(model.scale),
    mix: model.mix,
    heads: [writeHead(model.heads[0]), writeHead(model.heads[1])],
  }
}
