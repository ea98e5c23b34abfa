import type { ConfigProblem } from '../../shared/config/document/load-config'
import { readableText } from '../../shared/config/document/parse-yaml'
import { plainSecrets } from '../../shared/config/document/plain-secrets'
import { secretVariables } from '../../shared/config/document/secret-ranges'
import type { ConfigFileView } from '../../shared/contract/config'
import { createLatestWatchers } from '../../shared/latest-watchers'
import type { SourcesRead } from './config-sources'
import type { SecretMasks } from './secret-masks'

export interface ConfigView {
  watch(signal: AbortSignal): AsyncIterable<ConfigFileView>
  /** `overrides`: by overlay. */
  accepted(read: SourcesRead, overrides: readonly string[][]): void
  /** Null: it could not be read. */
  rejected(read: SourcesRead | null, message: string, at: ConfigProblem | null): void
  setInForce(inForce: boolean): void
  /** Variables that secrets of the files were last seen to refer to. */
  secretVariables(): readonly string[]
}

/** harombe.yaml as it is shown: as it stands on disk, without its secrets. */
export function createConfigView(path: string, masks: SecretMasks, now: () => number): ConfigView {
  const viewers = createLatestWatchers()
  let variables: readonly string[] = []
  let view: ConfigFileView = {
    path,
    text: '',
    digest: null,
    problem: null,
    overlays: [],
    plainSecrets: [],
    inForce: true,
    loadedAt: now(),
  }

  /** Without what the window has no use for: a byte order mark, or bytes that are no text. */
  const readable = (bytes: Uint8Array | null) => (bytes === null ? '' : (readableText(bytes) ?? ''))

  function show(
    read: SourcesRead | null,
    overrides: readonly string[][],
    rest: Partial<ConfigFileView>,
  ): void {
    const text = readable(read?.base.bytes ?? null)
    const overlays = (read?.overlays ?? []).map(overlay => ({ ...overlay, text: readable(overlay.bytes) }))
    variables = [text, ...overlays.map(overlay => overlay.text)].flatMap(secretVariables)
    view = {
      ...view,
      text: masks.mask(text, variables),
      digest: read?.base.exists === true ? read.base.hash : null,
      overlays: overlays.map((overlay, index) => ({
        name: overlay.name,
        path: overlay.path,
        text: masks.mask(overlay.text, variables),
        overrides: overrides[index] ?? [],
      })),
      plainSecrets: plainSecrets(text, variables).map(secret => secret.path),
      ...rest,
    }
    viewers.changed()
  }

  return {
    watch: signal => viewers.watch(() => view, signal),
    accepted: (read, overrides) => show(read, overrides, { problem: null, loadedAt: now() }),
    rejected(read, message, at) {
      const place = at === null ? {} : at.file === undefined ? {} : { file: at.file }
      const problem = { message, line: at?.line ?? null, column: at?.column ?? null, ...place }
      show(read, [], { problem, inForce: false })
    },
    setInForce(inForce) {
      if (view.inForce === inForce) return
      view = { ...view, inForce }
      viewers.changed()
    },
    secretVariables: () => variables,
  }
}
