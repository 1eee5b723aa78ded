import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPackages } from './build.ts'
import { brokenDocPaths } from './doc-paths.ts'
import { staleMigrations } from './migrations.ts'
import { run } from './run.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PUBLISHED = ['sdk', 'widgets', 'server']

const expectNone = (found: readonly string[], what: string): void => {
  if (found.length > 0) throw new Error(`${what}:\n${found.map(line => `  ${line}`).join('\n')}`)
}

async function typecheck(): Promise<void> {
  const projects = ['core', 'server', 'sdk', 'widgets'].flatMap(name => [
    `packages/${name}/tsconfig.json`,
    `packages/${name}/tsconfig.src.json`,
  ])
  for (const project of [...projects, 'tsconfig.json'].filter(file => existsSync(join(ROOT, file)))) {
    await run('tsc', ['-p', project], { cwd: ROOT, quiet: true })
  }
}

/** What an installer would get: packed as published, then looked at by tools that know how packages go wrong. */
async function packages(): Promise<void> {
  await buildPackages({ quiet: true })
  const folder = await mkdtemp(join(tmpdir(), 'sparkkit-pack-'))
  try {
    for (const name of PUBLISHED) {
      await run('pnpm', ['pack', '--pack-destination', folder], { cwd: join(ROOT, 'packages', name), quiet: true })
    }
    for (const tarball of await readdir(folder)) {
      await run('publint', ['--strict', join(folder, tarball)], { cwd: ROOT, quiet: true })
      await run('attw', [join(folder, tarball), '--profile', 'esm-only'], { cwd: ROOT, quiet: true })
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  for (const name of ['sdk', 'widgets']) await run('node', ['scripts/size.ts'], { cwd: join(ROOT, 'packages', name), quiet: true })
}

const STEPS: Record<string, () => Promise<void>> = {
  'format and lint': () => run('biome', ['check', '--error-on-warnings', '.'], { cwd: ROOT, quiet: true }),
  types: typecheck,
  'generated files': () => run('node', ['scripts/generate.ts', '--check'], { cwd: ROOT, quiet: true }),
  'API document': async () => {
    const document = 'packages/server/openapi.json'
    await run('redocly', ['lint', document], { cwd: ROOT, quiet: true })
    await run('spectral', ['lint', document, '--ruleset', 'spectral.config.js', '--fail-severity', 'hint'], { cwd: ROOT, quiet: true })
  },
  migrations: async () => expectNone(await staleMigrations(), 'Tables changed without a migration; run `pnpm migrations <name>`'),
  'paths in docs': async () => expectNone(await brokenDocPaths(), 'Docs name files that do not exist'),
  'unused code': () => run('knip', [], { cwd: ROOT, quiet: true }),
  packages,
}

for (const [name, step] of Object.entries(STEPS)) {
  const start = performance.now()
  try {
    await step()
    console.log(`✓ ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
  } catch (error) {
    console.error(`✗ ${name}\n${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
