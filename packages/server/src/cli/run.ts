import { Command, CommanderError } from 'commander'
import { storageAdvice } from '../db/faults.ts'
import { Problem } from '../problem.ts'
import { addApiKeys } from './api-keys.ts'
import { addBackup } from './backup.ts'
import { type Cli, CliError } from './cli.ts'
import { addCodes } from './codes.ts'
import { addDoctor } from './doctor.ts'
import { addImport } from './import.ts'
import { addKeyring } from './keyring.ts'
import { addMigrate } from './migrate.ts'
import { addOpenapi } from './openapi.ts'
import { addServe } from './serve.ts'
import { addSimulate } from './simulate.ts'
import { addWorker } from './worker.ts'
import { addWorkspaces } from './workspaces.ts'

const ENVIRONMENT = `
Environment:
  SPARKKIT_KEY_RING                 keys that seal Spark Codes and tokens; made by "sparkkit keyring create"
  SPARKKIT_DATABASE_URL             file:PATH or postgres://… (default: file:.data/sparkkit.db)
  SPARKKIT_PUBLIC_URL               base of every URL handed out (default: http://localhost:PORT)
  HOST, PORT                        where "serve" listens (default: 127.0.0.1, 8787)
  SPARKKIT_LOG_LEVEL                trace, debug, info, warn, error, fatal or silent (default: info)
  SPARKKIT_RATE_LIMIT               calls a second and at once per key, like 50:200, or off (default: 50:200)
  SPARKKIT_TRUSTED_PROXIES          networks like 10.0.0.0/8,loopback whose X-Forwarded-For counts (default: none)
  SPARKKIT_METRICS_TOKEN            bearer token /metrics asks for; without one it answers this machine only
  SPARKKIT_TIKTOK_SIMULATOR_URL     base of a TikTok simulator's API, up to its version: what sandboxes connect ad accounts to
  SPARKKIT_ALLOW_LOOPBACK_WEBHOOKS  true lets webhooks go to this machine, for development
`

function createProgram(cli: Cli, end: (code: number) => void): Command {
  const program = new Command('sparkkit')
    .description('TikTok Spark Ads rights-management: serve the API and work with its database.')
    .option('--database <url>', 'file:PATH or postgres://…; goes before SPARKKIT_DATABASE_URL')
    .option('--json', 'answer with one JSON document')
    .addHelpText('after', ENVIRONMENT)
    .configureOutput({ writeOut: cli.out, writeErr: cli.err })
    .exitOverride()
  addServe(program, cli)
  addWorker(program, cli)
  addMigrate(program, cli)
  addBackup(program, cli)
  addWorkspaces(program, cli)
  addApiKeys(program, cli)
  addImport(program, cli, end)
  addCodes(program, cli, end)
  addOpenapi(program, cli)
  addDoctor(program, cli, end)
  addKeyring(program, cli)
  addSimulate(program, cli)
  return program
}

/** Errors with a sentence of their own; anything else is shown with its causes. */
function sentenceOf(error: unknown): string {
  if (error instanceof CliError) return error.message
  if (error instanceof Problem)
    return [error.message, ...(error.errors ?? []).map(({ path, message }) => `  ${path} ${message}`)].join('\n')
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}\n  because: ${sentenceOf(error.cause)}`
}

/** Runs one command and gives the exit code: 0 well, 1 it went wrong, 2 it was asked for wrongly. */
export async function run(argv: readonly string[], cli: Cli): Promise<number> {
  let exitCode = 0
  const program = createProgram(cli, code => {
    exitCode = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const advice = storageAdvice(error)
    cli.err(`sparkkit: ${advice ? `${advice}\n  because: ` : ''}${sentenceOf(error)}\n`)
    if (cli.env.SPARKKIT_LOG_LEVEL === 'debug' && error instanceof Error) cli.err(`${error.stack}\n`)
    return error instanceof CliError ? error.exitCode : 1
  }
}
