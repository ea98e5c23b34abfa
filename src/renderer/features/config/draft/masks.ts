/** As `maskSecrets` writes what it hides: with the name of the secret, which is another after every start of harombe. */
const maskPattern = /\[redacted(?::([0-9a-f]{8}))?\]/g

export const hasMask = (text: string) => text.search(maskPattern) !== -1

/** The names of the secrets a text has masks for. */
export const maskNames = (text: string) =>
  new Set([...text.matchAll(maskPattern)].flatMap(([, name]) => (name === undefined ? [] : [name])))

/**
 * The same secrets have other names after harombe started anew. Gives `text`, which was made from `before`, the names that
 * `now` has: lines are known by what stands around their masks.
 */
export function carryMasks(text: string, before: string, now: string): string {
  const names = renamedMasks(before, now)
  return names.size === 0 ? text : text.replaceAll(maskPattern, mask => names.get(mask) ?? mask)
}

function renamedMasks(before: string, now: string): Map<string, string> {
  const there = new Map<string, string[][]>()
  for (const { bare, masks } of maskedLines(now)) {
    const same = there.get(bare)
    if (same === undefined) there.set(bare, [masks])
    else same.push(masks)
  }
  const names = new Map<string, string>()
  for (const { bare, masks } of maskedLines(before)) {
    const next = there.get(bare)?.shift() ?? []
    for (const [index, mask] of masks.entries()) {
      const name = next[index]
      if (name !== undefined && name !== mask) names.set(mask, name)
    }
  }
  return names
}

function maskedLines(text: string): { bare: string; masks: string[] }[] {
  return text.split('\n').flatMap(line => {
    const masks = line.match(maskPattern)
    return masks === null ? [] : [{ bare: line.replaceAll(maskPattern, '[redacted]'), masks }]
  })
}
