import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GoldRow, parseGoldRows } from '../bench/routing/rows'
import { judgeWith } from '../src/core/coordination/classification/judge-with'
import { type ModelFile, readModel, writeModel } from '../src/core/coordination/classification/model-file'
import { examplesFrom } from './examples'
import { licences } from './licences'
import { train } from './train'

const modelPath = join(import.meta.dirname, '../src/core/coordination/classification/tier-model.json')

/** The same rows give the same bytes. */
export function trainModelFile(rows: readonly GoldRow[], further: readonly GoldRow[] = []): ModelFile {
  const examples = examplesFrom(rows, further)
  const counts = new Map<string, number>()
  for (const { source } of examples) counts.set(source, (counts.get(source) ?? 0) + 1)
  const trainedOn = [...counts]
    .map(([source, count]) => ({ source, rows: count, licence: licences[source] ?? 'unknown' }))
    .sort((a, b) => (a.source < b.source ? -1 : 1))
  return writeModel({ ...train(examples), trainedOn })
}

/** A judge made of these rows the way the shipped one was made, through the same file. */
export const trainJudge = (rows: readonly GoldRow[], further: readonly GoldRow[] = []) =>
  judgeWith(readModel(trainModelFile(rows, further)))

/** The first file has the prompts with outcomes the model is calibrated on; more may follow. @returns the exit code */
export function main(paths: readonly string[]): number {
  const [path, ...more] = paths
  if (path === undefined) {
    process.stderr.write('usage: npm run train:routing -- DATA.jsonl [MORE.jsonl ...]\n')
    return 2
  }
  const read = (file: string) => parseGoldRows(readFileSync(file, 'utf8'), file)
  const file = trainModelFile(read(path), more.flatMap(read))
  const content = `${JSON.stringify(file, null, 2)}\n`
  writeFileSync(modelPath, content)
  const sources = file.trainedOn.map(
    ({ source, rows, licence }) => `  ${source}: ${rows} prompts, ${licence}`,
  )
  process.stdout.write(`${sources.join('\n')}\nWrote ${content.length} bytes to ${modelPath}\n`)
  return 0
}
