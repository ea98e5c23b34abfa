import { expect, it } from 'vitest'
import { loadPatiently } from './load-patiently'

const failing = (times: number) => {
  let calls = 0
  return async () => {
    calls += 1
    if (calls <= times) throw new Error(`try ${calls}`)
    return calls
  }
}

it('waits between tries until the page is there, and says why when it never comes', async () => {
  let waits = 0
  const wait = async () => {
    waits += 1
  }
  expect(await loadPatiently(failing(2), wait)).toBe(3)
  expect(waits).toBe(2)
  await expect(loadPatiently(failing(9), wait, 3)).rejects.toThrow('try 3')
  expect(waits).toBe(4)
})
