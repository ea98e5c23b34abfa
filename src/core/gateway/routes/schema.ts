import { hash } from 'node:crypto'
import { publishedSchemaText } from '../../../shared/config/published-schema'
import type { RouteHandler, RouteHandlers } from './handler'

/** Made when an editor first asks, and kept: it changes with the program only. */
export function createSchemaRoute(): Pick<RouteHandlers, 'schema'> {
  let made: { body: string; etag: string } | null = null
  const schema: RouteHandler = (request, reply) => {
    if (made === null) {
      const body = publishedSchemaText()
      made = { body, etag: `"${hash('sha256', body, 'base64url').slice(0, 22)}"` }
    }
    reply.headers({ 'cache-control': 'no-cache', etag: made.etag })
    if (request.headers['if-none-match'] === made.etag) return reply.code(304).send()
    return reply.type('application/schema+json').send(made.body)
  }
  return { schema }
}
