/** A hidden window gets no frames; it is still kept current, at leisure. */
const hiddenMs = 250

/** Runs `publish` once, with the next frame or a little later while the window is hidden. Returns how to take it back. */
export function scheduleFrame(publish: () => void): () => void {
  const cancel = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
  const run = () => {
    cancel()
    publish()
  }
  const frame = requestAnimationFrame(run)
  const timer = setTimeout(run, hiddenMs)
  return cancel
}
