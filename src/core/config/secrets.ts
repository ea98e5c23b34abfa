import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HarombeError } from '../../shared/errors'
import { isMissingFile } from './private-files'

/** @throws HarombeError when there is no such secret or others can read it */
export type ReadSecret = (name: string) => string

export interface SecretSources {
  env: Readonly<Record<string, string | undefined>>
  readSecret: ReadSecret
}

const reference = /\$\{([^}]*)\}/g
const environmentName = /^[A-Za-z_][A-Za-z0-9_]*$/
/** One plain file name: no path, no hidden file. */
const secretName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/
const maximumBytes = 65_536

/**
 * Replaces `${env:NAME}` and `${secret:name}` in a value of harombe.yaml. Errors name the reference, never a value.
 * @throws HarombeError CONFIG_INVALID when it cannot be resolved
 */
export function resolveSecret(value: string, { env, readSecret }: SecretSources): string {
  return value.replaceAll(reference, (whole, inner: string) => {
    const [kind, name = ''] = inner.split(/:(.*)/s)
    if (kind === 'env' && environmentName.test(name)) {
      const found = env[name]
      if (found) return found
      throw new HarombeError('CONFIG_INVALID', `${whole}: the environment variable ${name} is not set.`, {
        hint: `Set ${name} for the process that runs harombe.`,
      })
    }
    if (kind === 'secret' && secretName.test(name)) return readSecret(name)
    throw new HarombeError('CONFIG_INVALID', 'harombe.yaml has a reference that is neither kind known.', {
      hint: `Write \${env:NAME} for an environment variable or \${secret:name} for a file in the secrets folder.`,
    })
  })
}

/** Reads `<dataDirectory>/secrets/<name>`, without the line break at its end. */
export function createSecretReader(dataDirectory: string): ReadSecret {
  return name => {
    const path = join(dataDirectory, 'secrets', name)
    const content = readPrivately(path, name)
    const secret = content.replace(/\r?\n$/, '')
    if (secret !== '') return secret
    throw new HarombeError('CONFIG_INVALID', `The secret "${name}" is empty.`, {
      hint: `Write its value into ${path}.`,
    })
  }
}

function readPrivately(path: string, name: string): string {
  let descriptor: number
  try {
    descriptor = openSync(path, 'r')
  } catch (error) {
    const problem = isMissingFile(error)
      ? `There is no secret "${name}".`
      : `The secret "${name}" cannot be read.`
    throw new HarombeError('CONFIG_INVALID', problem, {
      hint: `Write its value into ${path}, readable for your user only (chmod 600).`,
    })
  }
  try {
    const { mode, size } = fstatSync(descriptor)
    // Windows has no such bits; its profile folders are the user's own.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new HarombeError('CONFIG_INVALID', `The secret "${name}" can be read by other users.`, {
        hint: `Run: chmod 600 ${path}`,
      })
    }
    if (size > maximumBytes) {
      throw new HarombeError('CONFIG_INVALID', `The secret "${name}" is longer than ${maximumBytes} bytes.`)
    }
    return readFileSync(descriptor, 'utf8')
  } finally {
    closeSync(descriptor)
  }
}
