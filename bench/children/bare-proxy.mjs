/** The floor for a proxy in Node: node:http in, undici out, bytes copied. Prints its port. Argument: upstream's port. */
import { createServer } from 'node:http'
import { Pool } from 'undici'

const upstream = new Pool(`http://127.0.0.1:${process.argv[2]}`, { connections: 128 })
const server = createServer(async (request, response) => {
  const answer = await upstream.request({
    path: request.url,
    method: request.method,
    headers: { 'content-type': 'application/json' },
    body: request,
  })
  response.writeHead(answer.statusCode, { 'content-type': answer.headers['content-type'] })
  answer.body.pipe(response)
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
