type Numbers = Float64Array<ArrayBuffer>

/** Value at a point; the gradient is written into `gradient`. */
export type Objective = (point: Numbers, gradient: Numbers) => number

const dot = (a: Numbers, b: Numbers) => {
  let sum = 0
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}

// A plain loop: `Float64Array.from` with a function takes a hundred times as long, and this is most of the training.
function along(from: Numbers, direction: Numbers, by: number): Numbers {
  const to = new Float64Array(from.length)
  for (let at = 0; at < to.length; at += 1) to[at] = (from[at] ?? 0) + by * (direction[at] ?? 0)
  return to
}

interface Pair {
  moved: Numbers
  turned: Numbers
  curvature: number
}

/** Two-loop recursion: the gradient, bent by what the last steps told of the curvature. */
function descentOf(gradient: Numbers, memory: readonly Pair[]): Numbers {
  let direction = Float64Array.from(gradient)
  const shares: number[] = []
  for (const { moved, turned, curvature } of memory.toReversed()) {
    const share = dot(moved, direction) / curvature
    shares.unshift(share)
    direction = along(direction, turned, -share)
  }
  const last = memory.at(-1)
  const nothing = new Float64Array(gradient.length)
  if (last) direction = along(nothing, direction, last.curvature / dot(last.turned, last.turned))
  memory.forEach(({ moved, turned, curvature }, at) => {
    direction = along(direction, moved, (shares[at] ?? 0) - dot(turned, direction) / curvature)
  })
  return along(nothing, direction, -1)
}

const remembered = 8
const sufficient = 1e-4

/** Limited-memory BFGS with backtracking, for smooth convex objectives. Deterministic. */
export function minimize(start: Numbers, objective: Objective, steps = 100): Numbers {
  let point = Float64Array.from(start)
  let gradient = new Float64Array(start.length)
  let value = objective(point, gradient)
  const memory: Pair[] = []
  for (let step = 0; step < steps; step += 1) {
    const size = Math.sqrt(dot(gradient, gradient))
    if (size < 1e-5 * Math.max(1, Math.abs(value))) break
    const direction = descentOf(gradient, memory)
    const slope = dot(gradient, direction)
    let length = memory.length === 0 ? 1 / size : 1
    let next = along(point, direction, length)
    const nextGradient = new Float64Array(start.length)
    let nextValue = objective(next, nextGradient)
    while (nextValue > value + sufficient * length * slope && length > 1e-10) {
      length /= 2
      next = along(point, direction, length)
      nextValue = objective(next, nextGradient)
    }
    if (!(nextValue < value)) break
    const moved = along(next, point, -1)
    const turned = along(nextGradient, gradient, -1)
    const curvature = dot(moved, turned)
    if (curvature > 1e-12) memory.push({ moved, turned, curvature })
    if (memory.length > remembered) memory.shift()
    const isDone = value - nextValue < 1e-7 * Math.max(1, Math.abs(value))
    point = next
    gradient = nextGradient
    value = nextValue
    if (isDone) break
  }
  return point
}
