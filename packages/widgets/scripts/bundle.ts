import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile, type OutputFile } from 'esbuild'
import { minifyTemplates } from './minify-templates.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const DEFAULT_OUT_DIR = join(root, '../server/assets/widgets')

const source = (path: string): string => join(root, 'src', path)

/** A creator's phone loads the form alone, so it shares nothing; a dashboard may load one element or all. */
const BUNDLES = [
  { 'approval-form': source('elements/approval-form/define.ts') },
  { 'content-grid': source('elements/content-grid/define.ts'), all: source('define.ts') },
]

export interface Bundle {
  readonly outputFiles: readonly OutputFile[]
  readonly metafile: Metafile
}

/** The browser bundles in memory, Lit included; languages and dialogs are chunks that load when they are needed. */
export const buildWidgets = (outDir: string = DEFAULT_OUT_DIR): Promise<Bundle[]> =>
  Promise.all(
    BUNDLES.map(entryPoints =>
      build({
        entryPoints,
        outdir: outDir,
        bundle: true,
        splitting: true,
        minify: true,
        format: 'esm',
        platform: 'browser',
        target: 'es2022',
        charset: 'utf8',
        legalComments: 'none',
        chunkNames: 'chunks/[name]-[hash]',
        metafile: true,
        write: false,
        plugins: [minifyTemplates],
      }),
    ),
  )

/**
 * Writes what a page loads with `<script type="module">` into `outDir`, which is emptied first: `approval-form.js`,
 * `content-grid.js`, `all.js`, their chunks, and `approval-form.css`, the same look for the server's plain HTML.
 */
export async function bundleWidgets(outDir: string = DEFAULT_OUT_DIR): Promise<void> {
  const outputFiles = (await buildWidgets(outDir)).flatMap(bundle => bundle.outputFiles)
  await rm(outDir, { recursive: true, force: true })
  await mkdir(join(outDir, 'chunks'), { recursive: true })
  await Promise.all([
    ...outputFiles.map(({ path, contents }) => writeFile(path, contents)),
    writeFile(join(outDir, 'approval-form.css'), await approvalStylesheet()),
  ])
}

/** The form's shadow styles, re-addressed to its light DOM. */
async function approvalStylesheet(): Promise<string> {
  const { SparkkitApprovalForm } = await import('../src/elements/approval-form/approval-form.ts')
  const sheet = SparkkitApprovalForm.styles.map(String).join('\n')
  const tag = 'sparkkit-approval-form'
  const css = sheet.replace(/:host\(([^)]*)\)/g, `${tag}$1`).replaceAll(':host', tag)
  const { outputFiles } = await build({
    stdin: { contents: `body{margin:0}\n${css}`, loader: 'css' },
    minify: true,
    target: ['chrome100', 'safari16.4'],
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleWidgets(process.argv[2])
