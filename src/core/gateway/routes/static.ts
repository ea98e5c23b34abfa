import { headersOfPageFile } from '../../../shared/content-security-policy'
import { HarombeError } from '../../../shared/errors'
import type { StaticManifest } from '../static/static-files'
import type { RouteHandler, RouteHandlers } from './handler'

/** The path is looked up as it came, undecoded: what is not a file's own name is not there. */
export function createStaticRoutes(manifest: StaticManifest): Pick<RouteHandlers, 'page' | 'asset'> {
  const serve: RouteHandler = (request, reply) => {
    const [path = '/'] = request.url.split('?', 1)
    const file = manifest.get(path)
    if (file === undefined) throw new HarombeError('NOT_FOUND', 'There is nothing at this address.')
    reply.headers({ ...headersOfPageFile(path), 'cache-control': file.cacheControl, etag: file.etag })
    if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
    return reply.type(file.contentType).send(file.body)
  }
  return { page: serve, asset: serve }
}
