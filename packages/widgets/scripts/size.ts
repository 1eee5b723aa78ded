import { gzipSync } from 'node:zlib'
import { type Bundle, buildWidgets } from './bundle.ts'

/** kB (1000 bytes) that a page loads before an element can show its data, minified and gzipped, Lit and one language included. */
const GOALS = [
  { entry: 'approval-form', goal: 12, limit: 17 },
  { entry: 'content-grid', goal: 26, limit: 30 },
  { entry: 'all', goal: 36, limit: 40 },
]
const OUT = 'dist-size'

/** The entry's file, those it imports at once, and the English sentences if they are a file of their own. */
function loadedFor(entry: string, { metafile }: Bundle): Set<string> {
  const files = new Set<string>()
  const add = (path: string): void => {
    if (files.has(path)) return
    files.add(path)
    for (const { path: imported, kind } of metafile.outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' || /\/en-\w+\.js$/.test(imported)) add(imported)
    }
  }
  add(`${OUT}/${entry}.js`)
  return files
}

const bundles = await buildWidgets(OUT)
let isTooLarge = false
for (const { entry, goal, limit } of GOALS) {
  const bundle = bundles.find(({ metafile }) => metafile.outputs[`${OUT}/${entry}.js`] !== undefined)
  if (bundle === undefined) throw new Error(`no bundle has ${entry}`)
  const files = loadedFor(entry, bundle)
  const bytes = bundle.outputFiles
    .filter(({ path }) => files.has(path.slice(path.lastIndexOf(OUT))))
    .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0)
  const verdict = bytes > limit * 1000 ? 'TOO LARGE' : bytes > goal * 1000 ? 'above the goal' : 'ok'
  isTooLarge ||= bytes > limit * 1000
  console.log(
    `${entry.padEnd(14)} ${(bytes / 1000).toFixed(2).padStart(6)} kB gzip in ${files.size} files, goal ${goal}, limit ${limit}: ${verdict}`,
  )
}
if (isTooLarge) process.exitCode = 1
