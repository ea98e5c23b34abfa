// Blocks the first paint on purpose: a chosen theme must be there before anything is drawn, and the content security
// policy allows no inline script. Everything else about themes is in theme-store.ts.
;(() => {
  try {
    const theme = localStorage.getItem('harombe.theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  } catch {
    // Storage is blocked: the system's theme it is.
  }
})()
