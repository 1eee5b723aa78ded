import { gzipSync } from 'node:zlib'
import { buildWidgets } from './bundle.ts'

/** kB (1000 bytes) that a page loads before an element can be used, minified and gzipped, Lit included. */
const LIMITS = [
  { name: 'approval-form', entries: ['approval-form'], kB: 12 },
  { name: 'content-grid', entries: ['content-grid'], kB: 26 },
  { name: 'both', entries: ['approval-form', 'content-grid'], kB: 36 },
]

const { outputFiles, metafile } = await buildWidgets('dist-size')
const gzipped = new Map(
  outputFiles.map(({ path, contents }) => [path.slice(path.indexOf('dist-size')), gzipSync(contents, { level: 9 }).length]),
)

function filesOf(entry: string, found = new Set<string>()): Set<string> {
  const path = Object.keys(metafile.outputs).find(output => output.endsWith(entry))
  if (path === undefined || found.has(path)) return found
  found.add(path)
  for (const { path: imported, kind } of metafile.outputs[path]?.imports ?? []) if (kind === 'import-statement') filesOf(imported, found)
  return found
}

const keyOf = (path: string): string => path.slice(path.indexOf('dist-size'))
let isTooLarge = false
for (const { name, entries, kB } of LIMITS) {
  const files = new Set(entries.flatMap(entry => [...filesOf(`/${entry}.js`)]))
  const bytes = [...files].reduce((sum, file) => sum + (gzipped.get(keyOf(file)) ?? 0), 0)
  const ok = bytes <= kB * 1000
  isTooLarge ||= !ok
  console.log(
    `${name.padEnd(14)} ${(bytes / 1000).toFixed(2).padStart(6)} kB gzip in ${files.size} files, limit ${kB} kB${ok ? '' : ', TOO LARGE'}`,
  )
}
if (isTooLarge) process.exitCode = 1
