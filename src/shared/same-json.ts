/** Whether two values of JSON say the same. Parts that are the same object cost nothing. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  // Loops, because a view of a thousand nodes is compared many times a second.
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    for (let index = 0; index < a.length; index += 1) if (!sameJson(a[index], b[index])) return false
    return true
  }
  const keys = Object.keys(a)
  const others = Object.keys(b)
  if (keys.length !== others.length) return false
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as keyof typeof a & keyof typeof b
    // Mostly made by the same code, in the same order.
    if (others[index] !== key && !Object.hasOwn(b, key)) return false
    if (!sameJson(a[key], b[key])) return false
  }
  return true
}
