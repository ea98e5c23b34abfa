import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  visit,
} from 'yaml'

/** A file made by a person has a handful; each is followed wherever it is read. */
const maximumAliases = 32
/** All that aliases stand for, written out. */
const maximumWrittenOut = 262_144

export interface AliasComplaint {
  node: { range?: readonly number[] | null | undefined }
  message: string
}

/**
 * Aliases and merge keys, bounded so that a small file cannot become a huge one and nothing can contain itself: few, none within
 * what another one stands for, and merge keys only of maps that are written elsewhere.
 */
export function findAliasComplaints(document: Document): AliasComplaint[] {
  const complaints: AliasComplaint[] = []
  const anchors = new Map<string, unknown>()
  let count = 0
  let size = 0
  visit(document, {
    Node(_key, node, path) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node)
        return
      }
      count += 1
      const holder = path.find(part => isNode(part) && !isAlias(part) && part.anchor !== undefined)
      if (holder !== undefined) {
        const anchor = isNode(holder) && !isAlias(holder) ? holder.anchor : ''
        const message = `Write the value itself instead of *${node.source}: what &${anchor} names must not contain an alias.`
        complaints.push({ node, message })
      }
      const target = anchors.get(node.source)
      if (target === undefined) {
        complaints.push({ node, message: `There is no &${node.source} above this alias *${node.source}.` })
      }
      const [from, to] = (isNode(target) ? target.range : null) ?? [0, 0]
      size += to - from
      if (count === maximumAliases + 1) {
        complaints.push({
          node,
          message: `There are more than ${maximumAliases} aliases; write the values themselves.`,
        })
      } else if (size > maximumWrittenOut && size - (to - from) <= maximumWrittenOut) {
        complaints.push({
          node,
          message: 'The aliases stand for too much text; write the values themselves.',
        })
      }
    },
    Pair(_key, pair) {
      if (isMergeKey(pair)) complaints.push(...complaintsOfMerge(pair, anchors))
    },
  })
  return complaints
}

export const isMergeKey = ({ key }: Pair): boolean =>
  isScalar(key) && key.value === '<<' && key.type === 'PLAIN'

/** The anchors are those above the merge key, which is all that its aliases can mean. */
function complaintsOfMerge({ key, value }: Pair, anchors: ReadonlyMap<string, unknown>): AliasComplaint[] {
  const sources = isSeq(value) ? value.items : [value]
  return sources.flatMap(source => {
    if (isAlias(source)) return complaintOfSource(source, anchors.get(source.source))
    const node = isNode(source) ? source : isNode(key) ? key : {}
    return [{ node, message: 'A merge key (<<) takes the keys of a map with an anchor: write <<: *name.' }]
  })
}

function complaintOfSource(source: Alias, target: unknown): AliasComplaint[] {
  if (target === undefined || isMap(target) || isPair(target)) return []
  const name = source.source
  const message = `*${name} is no map, so its keys cannot be taken over; put &${name} behind the ":" or "-" of the map, on a line without a key.`
  return [{ node: source, message }]
}
