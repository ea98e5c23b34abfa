import { describe, expect, it } from 'vitest'
import { findInCatalogue } from '../../hardware/catalogue'
import { createModelLab, gibibyte, type LabNode, loadedAs, type ModelLab, summary } from './testing/model-lab'

const qwen = { layers: 28, keyValueHeads: 4, keyLength: 128, valueLength: 128 }

async function setUp(changes: Partial<LabNode> = {}) {
  const lab = createModelLab()
  const node = lab.add('tower', {
    memory: { vramBytes: 24 * gibibyte, ramBytes: 64 * gibibyte, unified: false },
    describe: () => ({ architecture: qwen, family: 'qwen2' }),
    ...changes,
  })
  await look(lab)
  return { lab, node }
}

/** Two checks: one to see the node, and one after its server was asked about its models. */
async function look(lab: ModelLab): Promise<void> {
  lab.check('tower')
  await lab.clock.advance(1000)
  lab.check('tower')
  await lab.clock.settle()
}

const fitOf = (lab: ModelLab, model = 'small') => {
  const fit = lab.service.view().models.find(({ name }) => name === model)?.fit
  if (fit === undefined || fit === null) throw new Error(`There is no fit of ${model}.`)
  return fit
}

describe('how the models of a node fit it', () => {
  it('is estimated at the context that every request is sent with', async () => {
    const { lab } = await setUp()
    expect(fitOf(lab)).toMatchObject({ verdict: 'gpu', contextLength: 8192, corrected: false })
    expect(fitOf(lab).keyValueBytes).toBe(448 * 1024 ** 2)
    await lab.service.stop()
  })

  it('follows what the model takes in truth, also when it is no longer in memory', async () => {
    const { lab, node } = await setUp()
    const before = fitOf(lab).totalBytes
    node.loaded = [loadedAs('small', { sizeBytes: 3 * before, vramBytes: 3 * before })]
    await look(lab)
    expect(fitOf(lab)).toMatchObject({ totalBytes: 3 * before, corrected: true })
    node.loaded = []
    await look(lab)
    expect(Math.abs(fitOf(lab).totalBytes - 3 * before)).toBeLessThanOrEqual(1)
    expect(fitOf(lab)).toMatchObject({ corrected: true, reason: expect.stringContaining('seen in use') })
    await lab.service.stop()
  })

  it('believes no load that is a hundred times off', async () => {
    const { lab, node } = await setUp()
    const before = fitOf(lab).totalBytes
    node.loaded = [loadedAs('small', { sizeBytes: 100 * before, vramBytes: 100 * before })]
    await look(lab)
    node.loaded = []
    await look(lab)
    expect(fitOf(lab).totalBytes).toBe(4 * before)
    await lab.service.stop()
  })

  it('takes one model of a family for a hint to the others, on that machine alone', async () => {
    const { lab, node } = await setUp({
      models: [summary('small'), summary('large', { sizeBytes: 9 * gibibyte })],
    })
    lab.add('mac', {
      models: [summary('large', { sizeBytes: 9 * gibibyte })],
      describe: () => ({ family: 'qwen2' }),
    })
    const before = fitOf(lab, 'large').totalBytes
    node.loaded = [loadedAs('small', { sizeBytes: 2 * fitOf(lab).totalBytes, vramBytes: 0 })]
    await look(lab)
    expect(fitOf(lab, 'large')).toMatchObject({ totalBytes: 2 * before, corrected: true })
    const elsewhere = lab.service.view().models.find(({ node: name }) => name === 'mac')
    expect(elsewhere?.fit?.corrected).toBe(false)
    await lab.service.stop()
  })

  it('learns what a bare server’s machine holds from what it holds', async () => {
    const { lab, node } = await setUp({
      memory: null,
      models: [summary('small'), summary('large', { sizeBytes: 30 * gibibyte })],
    })
    expect(fitOf(lab).verdict).toBe('unknown')
    node.loaded = [loadedAs('small', { sizeBytes: 10 * gibibyte, vramBytes: 10 * gibibyte })]
    await look(lab)
    node.loaded = []
    await look(lab)
    expect(fitOf(lab)).toMatchObject({ verdict: 'gpu', usableVramBytes: null })
    expect(fitOf(lab, 'large').verdict).toBe('unknown')
    await lab.service.stop()
  })

  it('writes nothing down while nothing changes', async () => {
    const { lab, node } = await setUp()
    node.loaded = [loadedAs('small', { sizeBytes: 6 * gibibyte, vramBytes: 6 * gibibyte })]
    await look(lab)
    let learnt = 0
    lab.learning.onLearnt(() => {
      learnt += 1
    })
    for (let checks = 0; checks < 10; checks += 1) await look(lab)
    expect(learnt).toBe(0)
    await lab.service.stop()
  })

  it('says the same of a model of the catalogue before and after it was pulled', async () => {
    const model = findInCatalogue('qwen2.5:7b')
    if (model === null) throw new Error('The catalogue lacks its all-rounder.')
    const { lab, node } = await setUp()
    const before = lab.learning.fits.ofCatalogue(lab.host('tower'), model)
    node.models = [summary('qwen2.5:7b', { sizeBytes: model.sizeBytes })]
    await look(lab)
    expect(fitOf(lab, 'qwen2.5:7b')).toEqual(before)
    await lab.service.stop()
  })

  it('asks no more context of a model of the catalogue than it has', async () => {
    const model = findInCatalogue('nomic-embed-text')
    if (model === null) throw new Error('The catalogue has nothing for vectors.')
    const { lab } = await setUp()
    expect(lab.learning.fits.ofCatalogue(lab.host('tower'), model)).toMatchObject({
      contextLength: 2048,
      keyValueBytes: 0,
    })
    await lab.service.stop()
  })
})
