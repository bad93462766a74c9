import { defineConfig, type Plugin } from 'vite';

// Every byte comes from the application itself under script-src 'self' and style-src 'self', so nothing is inlined.
/**
 * Has the diagram libraries do without inline styles, which style-src 'self' forbids: style attributes in their markup
 * are renamed, and src/modeler/styles.ts sets them by script; the text editor adopts style sheets, as it does in a shadow
 * root, where it would write style elements.
 */
const libraryStyles: Plugin = {
  name: 'library-styles',
  transform(code, id) {
    if (!/node_modules\/(@bpmn-io|bpmn-js|camunda-|diagram-js|dmn-js|style-mod)/.test(id)) {
      return null;
    }
    const without = code
      .replace(/(?<=[\s'"`])style=(?=\\?["'])/g, 'data-style=')
      .replace(/!(\w+)\.head\s*&&\s*\1\.adoptedStyleSheets/g, '$1.adoptedStyleSheets');
    return without === code ? null : { code: without, map: null };
  },
};

export default defineConfig({
  plugins: [libraryStyles],
  build: {
    outDir: process.env['FIREBREAK_CONSOLE_OUT'] ?? '../target/console/dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    chunkSizeWarningLimit: 3000,
  },
  server: {
    proxy: { '/api': process.env['FIREBREAK_URL'] ?? 'http://127.0.0.1:8080' },
  },
});
