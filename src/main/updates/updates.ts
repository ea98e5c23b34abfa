import type { Clock } from '../../shared/clock'
import type { UpdateState } from '../../shared/contract/desktop'
import { HarombeError } from '../../shared/errors'
import type { Translate } from '../../shared/texts/translator'
import type { Log } from '../log'
import type { NoUpdates } from './availability'
import { type SignedUpdate, verifyOffer } from './signed-update'

/** electron-updater, as far as it is used. */
export interface Updater {
  /** What the server offers and electron-updater would take, as it was read; null for nothing new. */
  look(): Promise<unknown>
  /** Downloads what was looked at last; resolves to the file. `share` is 0 to 1. */
  download(onProgress: (share: number) => void): Promise<string>
  /** Quits the app and replaces it. */
  install(): void
}

type Failure = 'offline' | 'unsigned' | 'older' | 'damaged' | 'failed' | 'backup'

type Phase =
  | { state: 'unavailable'; why: NoUpdates }
  | { state: 'current'; checkedAt: number | null }
  | { state: 'checking' }
  | { state: 'downloading'; version: string; share: number }
  | { state: 'ready'; version: string }
  | { state: 'failed'; why: Failure }

export interface UpdatesOptions {
  unavailable: NoUpdates | null
  /** Ed25519, PEM. */
  publicKey: string
  currentVersion: string
  /** Loaded at the first check: most starts need none of it. */
  load(): Promise<Updater>
  /** SHA-512 of a file, base64. */
  digest(path: string): Promise<string>
  remove(path: string): Promise<void>
  backUp(): Promise<void>
  /** Answers are being written. */
  isBusy(): boolean
  /** Ends the coordinator and lets the app quit without asking. */
  prepareToEnd(): Promise<void>
  /** Starts this version again: nothing was installed, and the coordinator has ended already. */
  startAgain(): void
  clock: Clock
  t: Translate
  log: Log
  onChange(): void
}

export interface Updates {
  /** In the language of the moment. */
  state(): UpdateState
  /** Looks now and then from here on. */
  start(): void
  /** Looks now, unless it does already or an update is there; what comes of it is told by `onChange`. */
  check(): Promise<void>
  /** @throws HarombeError CONFLICT when none is ready or answers are being written, STORAGE_FAILED without a backup */
  restart(): Promise<void>
  stop(): void
}

/** Starting is busy enough without it. */
const firstLookMs = 60_000
const lookMs = 6 * 3_600_000
/** An app that was to be replaced is gone long before; electron-updater tells nobody that it gave up. */
const replacedMs = 120_000

const isChecksumError = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_CHECKSUM_MISMATCH'

/**
 * Downloads what is signed and newer, quietly; installs it when somebody asks and never by itself, never while answers are being
 * written, and not without a backup of the database.
 */
export function createUpdates(options: UpdatesOptions): Updates {
  const { clock, log, t } = options
  let phase: Phase =
    options.unavailable === null
      ? { state: 'current', checkedAt: null }
      : { state: 'unavailable', why: options.unavailable }
  let ready: { updater: Updater; update: SignedUpdate; path: string } | null = null
  let checking: Promise<void> | null = null
  let isRestarting = false
  let cancel = () => {}

  function enter(next: Phase): void {
    phase = next
    options.onChange()
  }
  const isSigned = async (update: SignedUpdate, path: string) => {
    const digest = await options.digest(path)
    return update.files.some(({ sha512 }) => sha512 === digest)
  }

  async function fetchUpdate(updater: Updater, update: SignedUpdate): Promise<void> {
    const { version } = update
    enter({ state: 'downloading', version, share: 0 })
    const path = await updater.download(share => enter({ state: 'downloading', version, share }))
    if (await isSigned(update, path)) {
      ready = { updater, update, path }
      enter({ state: 'ready', version })
    } else {
      await options.remove(path)
      enter({ state: 'failed', why: 'damaged' })
    }
  }

  async function look(): Promise<void> {
    enter({ state: 'checking' })
    let why: Failure = 'failed'
    try {
      const updater = await options.load()
      why = 'offline'
      const offered = await updater.look()
      if (offered === null) return enter({ state: 'current', checkedAt: clock.wall() })
      why = 'failed'
      const verdict = verifyOffer(offered, options.publicKey, options.currentVersion)
      if ('update' in verdict) return await fetchUpdate(updater, verdict.update)
      log.warn({ refused: verdict.refused }, 'an update was refused')
      enter({ state: 'failed', why: verdict.refused })
    } catch (error) {
      log.warn({ err: error }, 'looking for an update failed')
      enter({ state: 'failed', why: isChecksumError(error) ? 'damaged' : why })
    }
  }

  function check(): Promise<void> {
    if (phase.state === 'unavailable' || phase.state === 'ready') return Promise.resolve()
    checking ??= look().finally(() => {
      checking = null
    })
    return checking
  }
  function lookIn(ms: number): void {
    cancel = clock.after(ms, () => {
      lookIn(lookMs)
      void check()
    })
  }

  async function refuseUnlessSigned({ update, path }: NonNullable<typeof ready>): Promise<void> {
    if (await isSigned(update, path).catch(() => false)) return
    ready = null
    enter({ state: 'failed', why: 'damaged' })
    throw new HarombeError('CONFLICT', t('desktop.update.damaged'))
  }

  async function install(waiting: NonNullable<typeof ready>): Promise<void> {
    await refuseUnlessSigned(waiting)
    try {
      await options.backUp()
    } catch (cause) {
      log.error({ err: cause }, 'no backup could be made before an update')
      throw new HarombeError('STORAGE_FAILED', t('desktop.update.backup'), { cause })
    }
    // A backup takes its time: the file may have been changed, and somebody may have asked something.
    await refuseUnlessSigned(waiting)
    refuseWhileBusy()
    cancel()
    await options.prepareToEnd()
    cancel = clock.after(replacedMs, () => {
      log.error({}, 'the update was not installed')
      options.startAgain()
    })
    waiting.updater.install()
  }

  function refuseWhileBusy(): void {
    if (!options.isBusy()) return
    throw new HarombeError('CONFLICT', t('desktop.update.busy'), { hint: t('desktop.update.busyHint') })
  }

  return {
    state() {
      if (phase.state === 'unavailable')
        return { state: 'unavailable', reason: t(`desktop.update.${phase.why}`) }
      if (phase.state === 'failed') return { state: 'failed', message: t(`desktop.update.${phase.why}`) }
      return phase
    },
    start() {
      if (phase.state !== 'unavailable') lookIn(firstLookMs)
    },
    check,
    async restart() {
      if (ready === null || isRestarting) throw new HarombeError('CONFLICT', t('desktop.update.notReady'))
      refuseWhileBusy()
      isRestarting = true
      try {
        await install(ready)
      } finally {
        isRestarting = false
      }
    },
    stop: () => cancel(),
  }
}
