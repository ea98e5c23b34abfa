import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { contentSecurityPolicyPlugin } from './scripts/vite-csp-plugin'
import { diagramFramePlugin } from './scripts/vite-diagram-frame'
import { licencesPlugin } from './scripts/vite-licences-plugin'

export default defineConfig({
  main: {
    build: {
      // The CLI shares the coordinator with the desktop host, so both are entries of one build and share its chunks. The
      // embedded engine is a process of its own and storage a thread, each started from its file.
      rollupOptions: {
        input: {
          index: 'src/main/index.ts',
          cli: 'src/cli/index.ts',
          engine: 'src/core/inference/embedded/process/engine.ts',
          'storage-thread': 'src/core/memory/writing/storage-thread.ts',
          'search-thread': 'src/core/memory/search/search-thread.ts',
          'ingest-thread': 'src/core/memory/ingest/ingest-thread.ts',
          'tool-thread': 'src/core/agent/tools/thread/tool-thread.ts',
        },
      },
    },
  },
  preload: {
    build: {
      rollupOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [
      contentSecurityPolicyPlugin(),
      diagramFramePlugin(import.meta.dirname),
      react(),
      tailwindcss(),
      licencesPlugin(),
    ],
    build: {
      // Fonts must not become data: URLs, the content security policy refuses them.
      assetsInlineLimit: 0,
      minify: true,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: 'src/renderer/index.html',
        // What every window needs is one file: cut up by who else uses a part it came as thirty, which compress worse.
        output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
      },
    },
  },
})
