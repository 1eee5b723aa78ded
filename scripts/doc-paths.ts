import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DOCS = ['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/*/README.md']
const QUOTED = /`((?:packages|examples|docs|scripts|bench)\/[\w./-]*[\w/])`|\]\((?!https?:|#|mailto:)([^)#]+)/g

/** Paths that a document quotes or links and that are not there, as `file: path`. */
export async function brokenDocPaths(): Promise<string[]> {
  const broken: string[] = []
  for await (const file of glob(DOCS, { cwd: ROOT, exclude: path => path.includes('node_modules') })) {
    const text = await readFile(`${ROOT}${file}`, 'utf8')
    for (const [, quoted, linked] of text.matchAll(QUOTED)) {
      const base = linked === undefined ? ROOT : fileURLToPath(new URL('.', new URL(file, new URL('../', import.meta.url))))
      const path = linked ?? quoted ?? ''
      if (!existsSync(`${base}${path}`)) broken.push(`${file}: ${path}`)
    }
  }
  return broken
}
