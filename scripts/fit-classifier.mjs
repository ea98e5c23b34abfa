/**
 * Fits the weights in src/core/coordination/classification/classifier-weights.ts: two logistic regressions over the prompt features, one
 * for "needs more than tier 0", one for "needs tier 2". Takes a JSONL file of {prompt, gold_tier, source}; prints the
 * weights and, leaving one source out at a time, how well they order prompts of a source they have not seen (AUC).
 *
 *   node scripts/fit-classifier.mjs PROMPTS.jsonl
 */
import { readFileSync } from 'node:fs'
import { extractFeatures } from '../src/core/coordination/classification/prompt-features.ts'

const path = process.argv[2]
if (path === undefined) {
  process.stderr.write('usage: node scripts/fit-classifier.mjs PROMPTS.jsonl\n')
  process.exit(2)
}
const rows = readFileSync(path, 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line))
  .map(row => ({ source: row.source, tier: row.gold_tier, features: extractFeatures(row.prompt) }))
const names = Object.keys(rows[0].features)
const sigmoid = z => 1 / (1 + Math.exp(-z))
const score = (model, features) =>
  model.bias + names.reduce((sum, name) => sum + model.weights[name] * features[name], 0)

/**
 * What a person would say before seeing data. The set is small and its sources few, so the fit is pulled towards this
 * instead of towards zero: features that are rare in it keep a sensible sign.
 */
const prior = {
  1: {
    bias: -1.2,
    length: 0.9,
    reasoning: 2.2,
    making: 1.2,
    code: 1,
    mathematics: 1.5,
    demands: 0.8,
    lookup: -1.2,
    everyday: -1.5,
  },
  2: {
    bias: -2.2,
    length: 0.7,
    reasoning: 2.6,
    making: 0.6,
    code: 0.7,
    mathematics: 1.2,
    demands: 1,
    lookup: -1.2,
    everyday: -1.5,
  },
}
const pull = 0.03

/** Gradient descent towards the data and the prior; classes weighted to equal say. */
function fitWeights(examples, threshold) {
  const believed = prior[threshold]
  const { bias, ...weights } = believed
  const model = { bias, weights: { ...weights } }
  const positives = examples.filter(example => example.tier >= threshold).length
  const weightOf = { true: 0.5 / positives, false: 0.5 / (examples.length - positives) }
  for (let step = 0; step < 4000; step += 1) {
    const gradient = Object.fromEntries(
      names.map(name => [name, pull * (model.weights[name] - believed[name])]),
    )
    let biasGradient = pull * (model.bias - believed.bias)
    for (const { features, tier } of examples) {
      const positive = tier >= threshold
      const error = (sigmoid(score(model, features)) - (positive ? 1 : 0)) * weightOf[positive]
      biasGradient += error
      for (const name of names) gradient[name] += error * features[name]
    }
    model.bias -= biasGradient
    for (const name of names) model.weights[name] -= gradient[name]
  }
  return model
}

function auc(examples, threshold, model) {
  const positive = examples
    .filter(example => example.tier >= threshold)
    .map(example => score(model, example.features))
  const negative = examples
    .filter(example => example.tier < threshold)
    .map(example => score(model, example.features))
  if (positive.length === 0 || negative.length === 0) return null
  let wins = 0
  for (const p of positive) for (const n of negative) wins += p > n ? 1 : p === n ? 0.5 : 0
  return wins / (positive.length * negative.length)
}

for (const threshold of [1, 2]) {
  const model = fitWeights(rows, threshold)
  console.log(`tier >= ${threshold}`)
  console.log(`  bias: ${model.bias.toFixed(2)},`)
  for (const name of names) console.log(`  ${name}: ${model.weights[name].toFixed(2)},`)
  const chosen = row => sigmoid(score(model, row.features)) >= 0.5
  for (const tier of [0, 1, 2]) {
    const own = rows.filter(row => row.tier === tier)
    console.log(
      `  said of gold tier ${tier}: ${((100 * own.filter(chosen).length) / own.length).toFixed(0)} %`,
    )
  }
  console.log(`  AUC on the fitted set: ${auc(rows, threshold, model).toFixed(2)}`)
  for (const source of new Set(rows.map(row => row.source))) {
    const held = rows.filter(row => row.source === source)
    const value = auc(
      held,
      threshold,
      fitWeights(
        rows.filter(row => row.source !== source),
        threshold,
      ),
    )
    console.log(
      `  AUC on unseen ${source} (n = ${held.length}): ${value === null ? 'one class only' : value.toFixed(2)}`,
    )
  }
}
