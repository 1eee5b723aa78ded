import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './run.ts'

const SERVER = fileURLToPath(new URL('../packages/server/', import.meta.url))
const ENGINES = { sqlite: 'sqlite', postgres: 'postgresql' } as const
type EngineName = keyof typeof ENGINES

const generate = (engine: EngineName, { out, name }: { out: string; name: string }): Promise<void> =>
  run(
    join(SERVER, 'node_modules/.bin/drizzle-kit'),
    ['generate', '--dialect', ENGINES[engine], '--schema', `./src/db/schema.${engine}.ts`, '--out', out, '--name', name],
    {
      cwd: SERVER,
      quiet: true,
    },
  )

/** Engines whose tables say something that no migration does yet. */
export async function staleMigrations(): Promise<EngineName[]> {
  const stale: EngineName[] = []
  const folder = await mkdtemp(join(SERVER, '.migrations-'))
  try {
    for (const engine of Object.keys(ENGINES) as EngineName[]) {
      const out = join(folder, engine)
      await cp(join(SERVER, 'migrations', engine), out, { recursive: true })
      const before = (await readdir(out)).length
      await generate(engine, { out: `./${out.slice(SERVER.length)}`, name: 'check' })
      if ((await readdir(out)).length !== before) stale.push(engine)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return stale
}

if (import.meta.main) {
  const [name] = process.argv.slice(2)
  if (!name || !/^[a-z0-9_]+$/.test(name)) {
    console.error('Name the migration after what it does: pnpm migrations add_flights')
    process.exitCode = 2
  } else {
    for (const engine of Object.keys(ENGINES) as EngineName[]) await generate(engine, { out: `./migrations/${engine}`, name })
  }
}
