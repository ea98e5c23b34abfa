/** Electron's package-time switches, in the order in which its binary holds them, as a release must have them. */
export const goldenFuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
}

/** Stands before the fuses in every Electron binary since 12 (electron/fuses, src/constants.ts). */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const enabled = '1'.charCodeAt(0)

/**
 * What differs from the golden fuses in a binary, as names; empty when all is well. After the sentinel come the version of
 * the layout, the number of fuses and one character each.
 */
export function differingFuses(binary) {
  const at = binary.indexOf(sentinel)
  if (at === -1) throw new Error('this is no Electron binary: it has no fuses')
  const [version, count] = [binary[at + sentinel.length], binary[at + sentinel.length + 1]]
  if (version !== 1) throw new Error(`unknown layout ${version} of the fuses`)
  const names = Object.keys(goldenFuses)
  if (count < names.length) throw new Error(`the binary has ${count} fuses, expected ${names.length}`)
  const first = at + sentinel.length + 2
  return names.filter((name, index) => (binary[first + index] === enabled) !== goldenFuses[name])
}
