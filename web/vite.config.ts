import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The page's Content-Security-Policy forbids data: scripts and styles; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  // npm run dev:web: the page from its sources, the API from `npm start` beside it.
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
});
