import { expect, it } from 'vitest'
import { createHttpConnection } from '../http/connection'
import { never, serveHttp } from '../testing/scripted-server'
import { createOllamaOnlooker } from './look'

const named = (...names: string[]) => ({ models: names.map(name => ({ name })) })

async function server() {
  const documents: Record<string, unknown> = {
    '/api/tags': named('small:latest'),
    '/api/ps': named('small:latest'),
    '/api/version': { version: '0.30.1' },
  }
  const { url, seen } = await serveHttp(({ path }, response) => {
    const document = documents[path]
    if (document === undefined) response.writeHead(404).end()
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(document))
  })
  const connection = createHttpConnection({ baseUrl: url, backend: 'ollama' }, 1000)
  let time = 0
  const look = createOllamaOnlooker(() => time)
  return {
    documents,
    at: (milliseconds: number) => {
      time = milliseconds
    },
    paths: () =>
      seen
        .splice(0)
        .map(({ path }) => path.replace('/api/', ''))
        .sort(),
    look: async (isRoutine = true) => {
      const { models, loaded, version } = await look(connection, never, isRoutine)
      return [models.map(({ name }) => name), loaded?.map(({ name }) => name), version]
    },
  }
}

const everything = ['ps', 'tags', 'version']

it('asks for the list of models three times a minute, and everything when somebody wants to know', async () => {
  const { documents, look, paths, at } = await server()
  await look()
  expect(paths()).toEqual(everything)
  documents['/api/tags'] = named('small:latest', 'big:latest')
  documents['/api/ps'] = named()
  at(19_000)
  expect(await look()).toEqual([['small:latest'], [], '0.30.1'])
  expect(paths()).toEqual(['ps', 'version'])
  expect(await look(false)).toEqual([['small:latest', 'big:latest'], [], '0.30.1'])
  documents['/api/tags'] = named('big:latest')
  at(38_000)
  expect((await look())[0]).toHaveLength(2)
  at(39_000)
  expect((await look())[0]).toEqual(['big:latest'])
})

it.each([
  ['a model that is on no list is in memory', '/api/ps', named('new:latest')],
  ['its version is another', '/api/version', { version: '0.31.0' }],
  ['it turns out to be a harombe', '/api/version', { version: '0.30.1', harombe: '1.0.0' }],
  ['it does not tell any more what is in memory', '/api/ps', { error: 'busy' }],
  ['it has no version any more', '/api/version', undefined],
])('asks for the list at once when %s', async (_when, path, document) => {
  const { documents, look, paths } = await server()
  await look()
  paths()
  documents[path] = document
  documents['/api/tags'] = named('new:latest')
  expect((await look())[0]).toEqual(['new:latest'])
  expect(paths()).toEqual(['ps', 'ps', 'tags', 'version', 'version'])
})

it('is not alarmed time and again by a model that was deleted while it is in memory', async () => {
  const { documents, look, paths } = await server()
  documents['/api/ps'] = named('deleted:latest')
  await look()
  paths()
  await look()
  expect(paths()).toEqual(['ps', 'version'])
})

it('fails as before when the server has become another that has no such list', async () => {
  const { documents, look } = await server()
  await look()
  for (const path of Object.keys(documents)) documents[path] = undefined
  await expect(look()).rejects.toMatchObject({ name: 'HarombeError' })
})
