import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** kB (1000 bytes), minified and gzipped, as a browser bundle that imports everything of an entry would carry. */
const LIMITS = [
  { entry: 'src/index.ts', kB: 10 },
  { entry: 'src/webhooks.ts', kB: 3 },
]

let tooLarge = false
for (const { entry, kB } of LIMITS) {
  const built = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    write: false,
  })
  const bytes = gzipSync(built.outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length
  const ok = bytes <= kB * 1000
  tooLarge ||= !ok
  console.log(`${entry.padEnd(16)} ${(bytes / 1000).toFixed(2).padStart(6)} kB gzip, limit ${kB} kB${ok ? '' : ', TOO LARGE'}`)
}
if (tooLarge) process.exitCode = 1
