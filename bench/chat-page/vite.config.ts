import { fileURLToPath } from 'node:url';
import icons from 'unplugin-icons/vite';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

/** The page of the bench, from the product's own parts. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: fileURLToPath(new URL('../../ui/public', import.meta.url)),
  plugins: [solid(), icons({ compiler: 'solid', scale: 1.15 })],
  build: { target: 'es2022', assetsInlineLimit: 0, emptyOutDir: true },
});
