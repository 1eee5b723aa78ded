import { readFile } from 'node:fs/promises'
import { type Plugin, transform } from 'esbuild'

const STYLES = /css`([^`]*)`/

/** Indentation inside `html` and `css` templates means nothing to a browser; esbuild keeps it because strings are data. */
export const minifyTemplates: Plugin = {
  name: 'minify-templates',
  setup({ onLoad }) {
    onLoad({ filter: /widgets\/src\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const styles = STYLES.exec(source)?.[1]
      if (styles === undefined || styles.includes('${')) return { loader: 'ts', contents: source.replace(/\n\s+/g, '\n') }
      const { code } = await transform(styles, { loader: 'css', minify: true, target: ['chrome100', 'safari16.4'] })
      return { loader: 'ts', contents: source.replace(STYLES, () => `css\`${code.trim().replaceAll('\\', '\\\\')}\``) }
    })
  },
}
