/** The same stream, of which nothing is seen while `isMuted` says so. */
export function mutedWhile(output: NodeJS.WritableStream, isMuted: () => boolean): NodeJS.WritableStream {
  return new Proxy(output, {
    get(target, key) {
      if (key === 'write' && isMuted()) return () => true
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
