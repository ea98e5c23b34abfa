const pattern = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?$/

const isNumber = (part: string) => /^\d+$/.test(part)

/** Of two parts after the dash: numbers by value and before words, as semver has it. */
function comparePart(a: string, b: string): number {
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b)
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1
  return a < b ? -1 : Number(a > b)
}

function comparePrerelease(a: string | undefined, b: string | undefined): number {
  // 1.0.0 comes after all of its candidates.
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  const [left, right] = [a.split('.'), b.split('.')]
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [mine, other] = [left[index], right[index]]
    if (mine === undefined || other === undefined) return mine === undefined ? -1 : 1
    const order = comparePart(mine, other)
    if (order !== 0) return order
  }
  return 0
}

/** Whether `offered` comes after `current`. False for whatever is no version: what cannot be compared is not newer. */
export function isNewer(offered: string, current: string): boolean {
  const [left, right] = [pattern.exec(offered), pattern.exec(current)]
  if (left === null || right === null) return false
  for (const index of [1, 2, 3]) {
    const order = Number(left[index]) - Number(right[index])
    if (order !== 0) return order > 0
  }
  return comparePrerelease(left[4], right[4]) > 0
}
