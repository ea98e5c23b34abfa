/** What `npm run package` asks of electron-builder, as data. */

/**
 * The configuration for this place: without a repository there is nowhere to look for updates and no home page, which a deb must
 * name. Where Electron already is, it is taken from there instead of being downloaded once more.
 * @param config electron-builder.yml, read
 * @param repository `owner/name`, or null
 */
export function packageConfig(config, { repository, homepage, electronDist }) {
  const [owner, repo] = repository?.split('/') ?? []
  return {
    ...config,
    publish: owner && repo ? { ...config.publish, owner, repo } : null,
    ...(electronDist === null ? {} : { electronDist }),
    ...(homepage === null ? {} : { extraMetadata: { ...config.extraMetadata, homepage } }),
  }
}

/** Arguments for electron-builder. @param dir only the unpacked app, no installers */
export function packageArguments({ configPath, platform, arch, dir, homepage }) {
  const args = ['--config', configPath, `--${arch}`, '--publish=never']
  if (dir) return [...args, '--dir']
  return platform === 'linux' && homepage === null ? [...args, '--linux', 'AppImage'] : args
}
