import { createServer } from 'node:http'
import { expect, it } from 'vitest'
import { listen } from '../listener'
import { createAnswers } from './answers'

it('gives back the place of a client that had left before its answer began', async () => {
  const answers = createAnswers(1)
  const begun = Promise.withResolvers<boolean[]>()
  const server = createServer((_request, response) => {
    response.once('close', () => {
      // The second would be refused if the first still had the only place.
      begun.resolve([answers.begin(response), answers.begin(response)].map(({ signal }) => signal.aborted))
    })
    response.destroy()
  })
  try {
    const port = await listen(server, '127.0.0.1', 0)
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
    expect(await begun.promise).toEqual([true, true])
  } finally {
    server.close()
  }
})
