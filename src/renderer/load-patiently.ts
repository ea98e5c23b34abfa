/**
 * Code of a page is loaded when it is first opened, and React keeps a failure of that for good: so a coordinator that is away
 * for a moment is waited for. Throws the last failure after so many tries.
 */
export async function loadPatiently<T>(
  load: () => Promise<T>,
  wait: () => Promise<void>,
  tries = 60,
): Promise<T> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await load()
    } catch (error) {
      if (left <= 0) throw error
      await wait()
    }
  }
}
