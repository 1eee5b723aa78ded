import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const REGISTERED = /\("(sparkkit-[\w-]+)",\s*\w+\)/g

/** The tags that a host's bundler keeps registering when its code says `source`. */
async function registeredBy(source: string): Promise<string[]> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: dist },
    bundle: true,
    format: 'esm',
    external: ['lit', 'lit/*', '@sparkkit/sdk'],
    logLevel: 'error',
    write: false,
    splitting: true,
    outdir: 'out',
  })
  const code = outputFiles.map(({ text }) => text).join('\n')
  return [...code.matchAll(REGISTERED)].map(([, tag = '']) => tag).sort()
}

const EXPECTED = {
  "import './define.js'": ['sparkkit-approval-form', 'sparkkit-content-grid', 'sparkkit-request-dialog'],
  "import './define/approval-form.js'": ['sparkkit-approval-form'],
  "import './define/content-grid.js'": ['sparkkit-content-grid', 'sparkkit-request-dialog'],
  "import { SparkkitApprovalForm } from './index.js'; console.log(SparkkitApprovalForm)": [],
}

for (const [source, tags] of Object.entries(EXPECTED)) {
  const found = await registeredBy(source)
  if (found.join() === tags.join()) continue
  console.error(`${source}\n  should register: ${tags.join(', ') || 'nothing'}\n  registers:       ${found.join(', ') || 'nothing'}`)
  process.exitCode = 1
}
