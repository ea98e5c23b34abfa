import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { configSchema } from '../../../shared/config/schema'
import { sharingRecipe, type Travel } from './sharing-recipe'

const directories = ['/home/me/.harombe', "/Users/o'neill x/.harombe", 'C:\\Users\\me\\.harombe']
const travels: Travel[] = ['tls', 'clear']
const cases = directories.flatMap(directory => travels.map(travel => [directory, travel] as const))

describe('how to share', () => {
  it.each(cases)(
    'is a valid harombe.yaml for %s, %s, with a token by reference only',
    (directory, travel) => {
      const { server } = configSchema.parse(parse(sharingRecipe(directory, travel).yaml))
      expect(server).toMatchObject({ host: '0.0.0.0', auth_token: `\${secret:share}` })
      expect(server.insecure_http).toBe(travel === 'clear')
      if (travel === 'tls') expect(server.ssl_certfile?.startsWith(directory)).toBe(true)
    },
  )
})
