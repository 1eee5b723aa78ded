import { type Command, InvalidArgumentError, Option } from 'commander'
import { FAULTS, type FaultRule, PERSONAS, type RunningSimulator, startTiktokSimulator } from '../platforms/tiktok/simulator/index.ts'
import { type Cli, CliError, globalOptions, print } from './cli.ts'
import { untilSignal } from './signals.ts'

const PORT = 8790

interface SimulateOptions {
  port: number
  host: string
  seed: number
  at?: number
  creators: number
  adAccounts: number
  plus: 'escaped' | 'literal' | 'either'
  fault: FaultRule[]
}

function number(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It takes a whole number.')
  return value
}

function time(text: string): number {
  const value = Date.parse(text)
  if (Number.isNaN(value)) throw new InvalidArgumentError('It takes a time like 2026-01-05T09:00:00Z.')
  return value
}

/** `html` for every call, `html:0.05` for one in twenty. */
function fault(text: string, rules: FaultRule[]): FaultRule[] {
  const [name, share = '1'] = text.split(':')
  const known = [...FAULTS, 'any' as const].find(each => each === name)
  const part = Number(share)
  if (!known || !(part > 0 && part <= 1))
    throw new InvalidArgumentError(`It takes any or one of ${FAULTS.join(', ')}, with a share like :0.05.`)
  return [...rules, { fault: known, share: part }]
}

export function addSimulate(program: Command, cli: Cli): void {
  program
    .command('simulate')
    .description('serve a simulated TikTok: its Business API, creators who answer, faults on demand')
    .addOption(new Option('--port <port>', 'where it listens').argParser(number).default(PORT))
    .addOption(new Option('--host <host>', 'where it listens').default('127.0.0.1'))
    .addOption(new Option('--seed <number>', 'the same seed gives the same ids, codes, moods and faults').argParser(number).default(1))
    .addOption(new Option('--at <time>', 'where its clock stands until it is moved; without it the clock runs').argParser(time))
    .addOption(new Option('--creators <number>', 'how many to begin with').argParser(number).default(PERSONAS.length))
    .addOption(new Option('--ad-accounts <number>', 'how many to begin with').argParser(number).default(3))
    .addOption(new Option('--plus <form>', 'how a + in a JSON body is read').choices(['escaped', 'literal', 'either']).default('either'))
    .addOption(new Option('--fault <name[:share]>', 'what goes wrong; may be given several times').argParser(fault).default([]))
    .action(async ({ fault: rules, ...options }: SimulateOptions, command: Command) => {
      const running = await start(options)
      for (const rule of rules) running.simulator.faults.inject(rule)
      const stopped = untilSignal()
      print(cli, globalOptions(command), introduce(running))
      await stopped
      await running.close()
    })
}

async function start(options: Omit<SimulateOptions, 'fault'>): Promise<RunningSimulator> {
  try {
    return await startTiktokSimulator(options)
  } catch (error) {
    throw new CliError(`Cannot listen on ${options.host}:${options.port}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function introduce({ url, controlUrl, simulator }: RunningSimulator): { document: object; lines: string[] } {
  const { app, accessToken } = simulator
  const adAccounts = [...simulator.world.adAccounts.values()].map(({ id, name }) => ({ id, name }))
  const creators = [...simulator.world.creators.keys()]
  return {
    document: { url, controlUrl, accessToken, app, adAccounts, creators },
    lines: [
      'A simulated TikTok listens.',
      '',
      `  Business API   ${url}`,
      `  Control API    ${controlUrl}state`,
      `  Access token   ${accessToken}`,
      `  App            ${app.id}, secret ${app.secret}`,
      ...adAccounts.map(({ id, name }, index) => `  ${index === 0 ? 'Ad accounts ' : '            '}   ${id}  ${name}`),
      `  Creators       ${creators.length === 0 ? 'none yet' : creators.map(handle => `@${handle}`).join(' ')}`,
    ],
  }
}
