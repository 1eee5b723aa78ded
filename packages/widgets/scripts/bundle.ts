import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile, type OutputFile } from 'esbuild'
import { minifyTemplates } from './minify-templates.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const DEFAULT_OUT_DIR = join(root, '../server/assets/widgets')

const entryPoints = {
  'approval-form': join(root, 'src/elements/approval-form/define.ts'),
  'content-grid': join(root, 'src/elements/content-grid/define.ts'),
}

/** The browser bundles in memory: one file per element, Lit included, shared code in chunks. */
export async function buildWidgets(outDir: string = DEFAULT_OUT_DIR): Promise<{ outputFiles: OutputFile[]; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
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
  })
  return { outputFiles, metafile }
}

/**
 * Writes what a page loads with `<script type="module">` into `outDir`, which is emptied first: `approval-form.js`,
 * `content-grid.js`, their chunks, and `approval-form.css`, the same look for the server's plain HTML.
 */
export async function bundleWidgets(outDir: string = DEFAULT_OUT_DIR): Promise<void> {
  const { outputFiles } = await buildWidgets(outDir)
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
