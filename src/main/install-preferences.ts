import type { AppAction } from './actions'
import { appMenu, toNativeMenu } from './app-menu'
import type { Desktop } from './desktop'
import type { Electron } from './electron'
import type { FollowedPreferences } from './follow-preferences'
import type { MainTexts } from './texts'

export interface PreferencesContext {
  preferences: FollowedPreferences
  desktop: Pick<Desktop, 'refresh'>
  texts: MainTexts
  hasDocs: boolean
  perform(action: AppAction): void
}

/** Has everything outside the windows follow the preferences: colours, language, menu bar, keys. */
export function installPreferences(
  { app, Menu, nativeTheme }: Pick<Electron, 'app' | 'Menu' | 'nativeTheme'>,
  { preferences, desktop, texts, hasDocs, perform }: PreferencesContext,
): void {
  const { platform } = process
  let shown = ''
  preferences.subscribe(({ theme, language, shortcuts }) => {
    nativeTheme.themeSource = theme
    texts.speak(language)
    const menu = appMenu({ platform, developerTools: !app.isPackaged, hasDocs, shortcuts, t: texts.t })
    // A new menu bar closes one that is open.
    const next = JSON.stringify(menu)
    if (next !== shown) Menu.setApplicationMenu(Menu.buildFromTemplate(toNativeMenu(menu, perform)))
    shown = next
    desktop.refresh()
  })
}
