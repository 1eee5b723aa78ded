import { destination } from 'pino'
import type { Workspace } from '../context.ts'
import { createSparkKit, type SparkKit } from '../create-sparkkit.ts'
import { findWorkspace, findWorkspaces } from '../features/access/index.ts'
import { createLogger } from '../logging.ts'
import { CliError } from './cli.ts'
import { type Config, publicUrlOf } from './config.ts'

const STDERR = 2

/** Opens SparkKit for a command. Answers go to stdout, so the log goes to stderr. */
export function openKit(config: Config, options: { logLevel?: Config['logLevel'] } = {}): Promise<SparkKit> {
  return createSparkKit({
    databaseUrl: config.databaseUrl,
    keyRing: config.keyRing,
    publicUrl: publicUrlOf(config),
    allowLoopback: config.allowLoopback,
    logger: createLogger(options.logLevel ?? config.logLevel, destination({ dest: STDERR, sync: true })),
    ...(config.tiktokSimulatorUrl !== undefined && { tiktokSimulatorUrl: config.tiktokSimulatorUrl }),
    ...(config.trustedProxies !== undefined && { trustedProxies: config.trustedProxies }),
    ...(config.metricsToken !== undefined && { metricsToken: config.metricsToken }),
    ...(config.rateLimit !== undefined && { rateLimit: config.rateLimit }),
  })
}

/** For commands that do one thing and end: only what goes wrong is worth a line. */
export async function withKit<T>(config: Config, run: (kit: SparkKit) => Promise<T>): Promise<T> {
  const kit = await openKit(config, { logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel })
  try {
    return await run(kit)
  } finally {
    await kit.close()
  }
}

/** The workspace named, or the only one there is. */
export async function pickWorkspace({ services: { engine } }: SparkKit, id: string | undefined): Promise<Workspace> {
  if (id !== undefined) {
    const workspace = await findWorkspace(engine, id)
    if (!workspace) throw new CliError(`There is no workspace ${id}. \`sparkkit workspaces list\` shows those there are.`)
    return workspace
  }
  const all = await findWorkspaces(engine)
  const [only] = all
  if (!only) throw new CliError('There is no workspace yet. Make one with `sparkkit workspaces create NAME`.')
  if (all.length === 1) return only
  const listed = all.map(({ id, mode, name }) => `  ${id}  ${mode}  ${name}`)
  throw new CliError(`There are ${all.length} workspaces; name one with --workspace:\n${listed.join('\n')}`, 2)
}
