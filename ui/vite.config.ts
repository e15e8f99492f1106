import icons from 'unplugin-icons/vite';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid(), icons({ compiler: 'solid', scale: 1.15 })],
  build: {
    outDir: '../dist/ui',
    emptyOutDir: true,
    target: 'es2022',
    // Both colour schemes stand in one declaration (`light-dark`), which these know.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // The page's security policy allows no inlined data but pictures.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': 'http://localhost:3000' } },
});
