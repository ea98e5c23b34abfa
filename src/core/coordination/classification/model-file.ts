import { z } from 'zod'
import { denseNames } from './dense-features'
import { forestFile, readForest, writeForest } from './forest-file'
import { gramBuckets } from './grams'
import { bytesOf, DamagedModelError, floatsOf, write } from './numbers-file'
import type { Head, Lines, TierModel } from './tier-model'

const lines = z.strictObject({
  /** Base64 of 32-bit floats, one for each dense feature. */
  dense: z.string(),
  denseBias: z.number(),
  /** Base64 of 8-bit integers, one for each bucket, in units of `gramUnit`. */
  grams: z.string(),
  gramUnit: z.number(),
  gramsBias: z.number(),
})
const mix = { dense: z.number(), grams: z.number() }
const head = lines.extend({
  mix: z.strictObject({ ...mix, trees: z.number() }),
  slope: z.number(),
  intercept: z.number(),
})
const form = lines.extend({ mix: z.strictObject(mix), intercept: z.number() })

const modelFile = z.strictObject({
  version: z.literal(2),
  trainedOn: z.array(z.strictObject({ source: z.string(), rows: z.number(), licence: z.string() })),
  /** Of the dense features, in order. */
  names: z.array(z.string()),
  ...{ center: z.string(), scale: z.string(), low: z.string(), high: z.string() },
  /** Base64 of bytes, one for each bucket. */
  rarity: z.string(),
  forest: forestFile,
  heads: z.tuple([head, head]),
  form,
})
export type ModelFile = z.infer<typeof modelFile>
type LinesFile = z.infer<typeof lines>

function readLines({ dense, denseBias, grams, gramUnit, gramsBias }: LinesFile): Lines {
  return {
    dense: floatsOf(dense, denseNames.length, 'the weights of features'),
    grams: new Int8Array(bytesOf(grams, gramBuckets, 'the weights of n-grams')),
    ...{ denseBias, gramUnit, gramsBias },
  }
}

const readHead = (file: z.infer<typeof head>): Head => ({
  ...readLines(file),
  ...{ mix: file.mix, slope: file.slope, intercept: file.intercept },
})

/** @throws Error that says what is wrong with a file that is damaged, or was trained for other features */
export function readModel(content: unknown): TierModel {
  const parsed = modelFile.safeParse(content, { jitless: true })
  if (!parsed.success) throw new DamagedModelError(z.prettifyError(parsed.error))
  const file = parsed.data
  if (file.names.join() !== denseNames.join())
    throw new Error('The tier model was trained for other features: run npm run train:routing.')
  const width = denseNames.length
  return {
    trainedOn: file.trainedOn,
    center: floatsOf(file.center, width, 'the centers of features'),
    scale: floatsOf(file.scale, width, 'the scales of features'),
    low: floatsOf(file.low, width, 'the least values of features'),
    high: floatsOf(file.high, width, 'the most values of features'),
    rarity: new Uint8Array(bytesOf(file.rarity, gramBuckets, 'the rarity of n-grams')),
    forest: readForest(file.forest),
    heads: [readHead(file.heads[0]), readHead(file.heads[1])],
    form: { ...readLines(file.form), mix: file.form.mix, intercept: file.form.intercept },
  }
}

const writeLines = ({ dense, denseBias, grams, gramUnit, gramsBias }: Lines): LinesFile => ({
  ...{ dense: write(dense), denseBias, grams: write(grams), gramUnit, gramsBias },
})

const writeHead = (own: Head): z.infer<typeof head> => ({
  ...writeLines(own),
  ...{ mix: own.mix, slope: own.slope, intercept: own.intercept },
})

export function writeModel(model: TierModel): ModelFile {
  return {
    version: 2,
    trainedOn: [...model.trainedOn],
    names: [...denseNames],
    ...{ center: write(model.center), scale: write(model.scale) },
    ...{ low: write(model.low), high: write(model.high) },
    rarity: write(model.rarity),
    forest: writeForest(model.forest),
    heads: [writeHead(model.heads[0]), writeHead(model.heads[1])],
    form: { ...writeLines(model.form), mix: model.form.mix, intercept: model.form.intercept },
  }
}
