export type Travel = 'tls' | 'clear'

export interface SharingRecipe {
  /** Makes a token that only this user can read. */
  token: string
  /** Makes a certificate; null without TLS. */
  certificate: string | null
  /** For harombe.yaml. */
  yaml: string
}

const secretName = 'share'

/** A path as a YAML scalar: Windows has backslashes, people have spaces and quotes. */
const quoted = (path: string) => `'${path.replaceAll("'", "''")}'`

/** What to do to open harombe to the own network, with the paths of this machine. `directory` is the data directory. */
export function sharingRecipe(directory: string, travel: Travel): SharingRecipe {
  const isWindows = /^[A-Za-z]:\\|^\\\\/.test(directory)
  const separator = isWindows ? '\\' : '/'
  const inside = (...parts: string[]) => [directory, ...parts].join(separator)
  const certificate = inside('tls', 'cert.pem')
  const key = inside('tls', 'key.pem')
  const safety =
    travel === 'clear'
      ? ['  insecure_http: true']
      : [`  ssl_certfile: ${quoted(certificate)}`, `  ssl_keyfile: ${quoted(key)}`]
  return {
    token: isWindows
      ? windowsToken(inside('secrets'), inside('secrets', secretName))
      : posixToken(inside('secrets'), inside('secrets', secretName)),
    certificate:
      travel === 'clear'
        ? null
        : isWindows
          ? windowsCertificate(inside('tls'), certificate, key)
          : posixCertificate(inside('tls'), certificate, key),
    yaml: [
      'server:',
      '  host: 0.0.0.0',
      '  port: 8000',
      `  auth_token: \${secret:${secretName}}`,
      ...safety,
      '',
    ].join('\n'),
  }
}

const shellQuoted = (path: string) => `'${path.replaceAll("'", "'\\''")}'`

const posixToken = (folder: string, file: string) =>
  `(umask 077; mkdir -p ${shellQuoted(folder)}; openssl rand -hex 32 > ${shellQuoted(file)})`

const posixCertificate = (folder: string, certificate: string, key: string) =>
  `(umask 077; mkdir -p ${shellQuoted(folder)}); mkcert -cert-file ${shellQuoted(certificate)} -key-file ${shellQuoted(key)} "$(hostname)" "$(hostname).local"`

const windowsToken = (folder: string, file: string) =>
  [
    `New-Item -ItemType Directory -Force ${quoted(folder)} | Out-Null`,
    '$bytes = New-Object byte[] 32',
    '[Security.Cryptography.RandomNumberGenerator]::Create().GetBytes($bytes)',
    `[IO.File]::WriteAllText(${quoted(file)}, [BitConverter]::ToString($bytes).Replace('-', ''))`,
  ].join('\n')

const windowsCertificate = (folder: string, certificate: string, key: string) =>
  [
    `New-Item -ItemType Directory -Force ${quoted(folder)} | Out-Null`,
    `mkcert -cert-file ${quoted(certificate)} -key-file ${quoted(key)} $env:COMPUTERNAME "$env:COMPUTERNAME.local"`,
  ].join('\n')
