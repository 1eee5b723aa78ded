import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const [name = '', ...args] = process.argv.slice(2)
const file = new URL(`${name}.ts`, import.meta.url)

if (!/^[a-z]+$/.test(name) || name === 'main' || !existsSync(fileURLToPath(file))) {
  const files = await readdir(new URL('.', import.meta.url))
  const names = files.filter(each => each.endsWith('.ts') && each !== 'main.ts').map(each => each.replace('.ts', ''))
  console.error(`Name a benchmark: pnpm bench ${names.join(' | ')}`)
  process.exitCode = 2
} else {
  const { bench }: { bench: (args: readonly string[]) => Promise<void> } = await import(file.href)
  await bench(args)
}
