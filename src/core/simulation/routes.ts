import { ollamaRoutes } from './ollama-routes'
import { openAiRoutes } from './openai-routes'
import type { Route } from './route'
import { refuse, sendJson } from './speak'
import type { SimulatedFlavour, SimulatedProtocol } from './types'

/** How each server says that it has no such address. */
function unknownAddress(protocol: SimulatedProtocol, flavour: SimulatedFlavour): Route {
  return ({ response, refusals, url }) => {
    if (protocol === 'ollama') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found')
    } else if (flavour === 'lmstudio') {
      // With a status that says the opposite.
      sendJson(response, 200, { error: `Unexpected endpoint or method. (${url.pathname})` })
    } else if (flavour === 'vllm' || flavour === 'sglang') {
      sendJson(response, 404, { detail: 'Not Found' })
    } else {
      refuse(response, refusals.error(404, flavour === 'llamacpp' ? 'File Not Found' : 'Not Found'))
    }
  }
}

/** @param path without query */
export function findRoute(
  protocol: SimulatedProtocol,
  flavour: SimulatedFlavour,
  method: string,
  path: string,
): Route {
  const table = protocol === 'ollama' ? ollamaRoutes : openAiRoutes[flavour]
  const key = `${method} ${path}`
  const route = Object.hasOwn(table, key) ? table[key] : undefined
  return route ?? unknownAddress(protocol, flavour)
}
