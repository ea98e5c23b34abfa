import type { Config, NodeInput } from '../../../shared/config/schema'
import type { LocalBackend } from '../../../shared/contract/cluster'
import { type DiscoveredNode, nodeName } from '../../../shared/entities'
import { placeOf } from './place'

/** What answered here and on the network. */
export interface Discovered {
  /** Model servers of this machine. */
  backends: readonly LocalBackend[]
  /** Other harombes. */
  nodes: readonly DiscoveredNode[]
}

export interface NewNodes {
  /** To be written, in an order that is the same each time. */
  nodes: NodeInput[]
  /** One English sentence for each that was found and not in the file before. */
  sentences: string[]
}

/** More than a home has; a network full of made-up names must not fill the file. */
const mostNodes = 64

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

const naturally = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })

/** What is not in the configuration yet. `hostname` is this machine's. */
export function newNodes(
  { cluster }: Pick<Config, 'cluster'>,
  ownPlaces: readonly string[],
  found: Discovered,
  hostname: string,
): NewNodes {
  const names = new Set(cluster.nodes.map(({ name }) => name.toLowerCase()))
  const places = new Set(
    [...cluster.nodes, ...ownPlaces.map(url => ({ url }))].map(at => placeOf(at, hostname)),
  )
  const result: NewNodes = { nodes: [], sentences: [] }

  function freeName(wanted: string): string {
    const base = nodeName.safeParse(wanted).data ?? 'node'
    for (let number = 1; ; number += 1) {
      const suffix = number === 1 ? '' : `-${number}`
      const name = `${base.slice(0, 63 - suffix.length).trimEnd()}${suffix}`
      if (names.has(name.toLowerCase())) continue
      names.add(name.toLowerCase())
      return name
    }
  }
  /** False: it is there already. */
  function takesPlace(url: string): boolean {
    const place = placeOf({ url }, hostname)
    if (places.has(place) || result.nodes.length >= mostNodes) return false
    places.add(place)
    return true
  }

  for (const { name, url, backend, suggestedTier } of found.backends) {
    // Another coordinator on the same machine, or this very one: asking it would lead back here.
    if (backend === 'harombe' || !takesPlace(url)) continue
    const node = freeName(slug(name))
    result.nodes.push({ name: node, url, tier: suggestedTier, backend })
    result.sentences.push(`${name} answers at ${url}: the node ${node}.`)
  }
  const isListed = (name: string | null) => name !== null && cluster.nodes.some(node => node.name === name)
  for (const other of found.nodes.toSorted((a, b) => naturally(a.name, b.name) || naturally(a.url, b.url))) {
    const { name, url, tier, looksLike, movedFrom, knownAs } = other
    if (isListed(knownAs)) continue
    if (movedFrom !== undefined) {
      result.sentences.push(`${movedFrom} seems to be at ${url} now: give it that address if it is so.`)
    } else if (looksLike !== undefined) {
      result.sentences.push(
        `${url} calls itself ${name}, which looks like ${looksLike}: left out, add it by hand if it is yours.`,
      )
    } else if (takesPlace(url)) {
      const node = freeName(name)
      result.nodes.push({ name: node, url, tier: tier ?? 1, backend: 'harombe' })
      result.sentences.push(`harombe answers at ${url}: the node ${node}.`)
    }
  }
  return result
}
