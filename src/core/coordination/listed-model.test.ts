import { describe, expect, it } from 'vitest'
import { bareSummary } from '../inference/model-library'
import { listedModel } from './listed-model'
import { isSameModel, plainName } from './same-model'

describe('the entry of a model in a list', () => {
  const names = ['qwen:latest', 'qwen:7b', 'llama', ':latest', 'a:b:latest', 'latest', '']
  it.each(names)('is found by every name for it: %j', asked => {
    const listed = listedModel(names.map(bareSummary), asked)
    expect(listed?.name).toBe(names.find(name => isSameModel(name, asked)))
  })

  it('agrees with what is held to be the same name', () => {
    const all = [...names, 'qwen', 'llama:latest', 'a:b', 'latest:latest']
    for (const a of all)
      for (const b of all) expect(plainName(a) === plainName(b), `${a} ${b}`).toBe(isSameModel(a, b))
  })
})
