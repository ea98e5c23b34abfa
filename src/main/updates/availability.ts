/** Why this build takes no updates. */
export type NoUpdates = 'checkout' | 'package' | 'noKey' | 'noSource' | 'unsignedBuild'

export interface BuildFacts {
  isPackaged: boolean
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  /** The key updates are verified with; null when the build shipped none. */
  publicKey: string | null
  /** `app-update.yml`, which electron-builder puts beside the archive; null when it is not there. */
  source: string | null
}

/** The first reason that holds; null when updates can be had. Whatever is in doubt is a reason. */
export function whyNoUpdates({ isPackaged, platform, env, publicKey, source }: BuildFacts): NoUpdates | null {
  if (!isPackaged) return 'checkout'
  // A .deb or .rpm belongs to the package manager; only an AppImage may replace itself.
  if (platform === 'linux' && (env.APPIMAGE ?? '') === '') return 'package'
  if (publicKey === null) return 'noKey'
  if (source === null) return 'noSource'
  // Without a publisher's name electron-updater skips Windows' own check of the installer.
  if (platform === 'win32' && !/^publisherName:/m.test(source)) return 'unsignedBuild'
  return null
}
