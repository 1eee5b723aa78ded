import { z } from 'zod'
import { DatabaseUrlError, parseDatabaseUrl } from '../db/database-url.ts'
import type { RateLimit } from '../http/rate-limit.ts'
import { createKeyRing } from '../security/key-ring.ts'
import { parseNetworks } from '../security/networks.ts'
import { type Cli, CliError, type GlobalOptions } from './cli.ts'

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const DEFAULT_DATABASE = 'file:.data/sparkkit.db'

const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .pipe(z.int().max(65_535, 'must be a port number, 65535 at most'))

const PublicUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .refine(value => !URL.canParse(value) || new URL(value).search + new URL(value).hash === '', 'must have no query and no fragment')

const DatabaseUrl = z.string().superRefine((value, context) => {
  try {
    parseDatabaseUrl(value)
  } catch (error) {
    if (!(error instanceof DatabaseUrlError)) throw error
    context.addIssue({ code: 'custom', message: error.complaint })
  }
})

const KeyRing = z
  .string({ error: 'is missing: make one with `sparkkit keyring create` and keep it safe, sealed codes cannot be read without it' })
  .superRefine((value, context) => {
    try {
      createKeyRing(value)
    } catch (error) {
      context.addIssue({ code: 'custom', message: `is no key ring: ${error instanceof Error ? error.message : String(error)}` })
    }
  })

/** Calls a second and at once, like `50:200`. */
const RateLimitText = z
  .string()
  .regex(/^([1-9]\d{0,5}:[1-9]\d{0,5}|off)$/, 'must be calls a second and calls at once, like 50:200, or off')
  .transform((text): RateLimit | false => {
    const [perSecond, burst] = text.split(':').map(Number)
    return perSecond === undefined || burst === undefined ? false : { perSecond, burst }
  })

/** Addresses and networks, comma-separated. */
const Networks = z
  .string()
  .transform(text => text.split(',').flatMap(entry => entry.trim() || []))
  .superRefine((entries, context) => {
    for (const entry of entries) {
      try {
        parseNetworks([entry])
      } catch {
        context.addIssue({ code: 'custom', message: `"${entry}" is no address and no network, like 10.0.0.0/8 or loopback` })
      }
    }
  })

const Environment = z.object({
  PORT: Port.default(8787),
  HOST: z.string().min(1).default('127.0.0.1'),
  SPARKKIT_PUBLIC_URL: PublicUrl.optional(),
  SPARKKIT_DATABASE_URL: DatabaseUrl.default(DEFAULT_DATABASE),
  SPARKKIT_KEY_RING: KeyRing,
  SPARKKIT_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  SPARKKIT_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  SPARKKIT_RATE_LIMIT: RateLimitText.optional(),
  SPARKKIT_TRUSTED_PROXIES: Networks.optional(),
  SPARKKIT_TIKTOK_SIMULATOR_URL: PublicUrl.optional(),
  SPARKKIT_ALLOW_LOOPBACK_WEBHOOKS: z
    .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
    .transform(value => value === 'true' || value === '1')
    .default(false),
})

export interface Config {
  readonly port: number
  readonly host: string
  /** Base of every URL handed out; undefined where none is configured. */
  readonly publicUrl: string | undefined
  readonly databaseUrl: string
  /** Empty where the command needs none. */
  readonly keyRing: string
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly allowLoopback: boolean
  /** Base of a TikTok simulator's API; sandboxes connect to it and to nothing else. */
  readonly tiktokSimulatorUrl: string | undefined
  readonly metricsToken: string | undefined
  readonly trustedProxies: readonly string[] | undefined
  /** Undefined for the default. */
  readonly rateLimit: RateLimit | false | undefined
}

export interface ConfigNeeds {
  /** Whether the command seals or opens anything. Default true. */
  readonly keyRing?: boolean
}

/** An empty variable is one that is not set. */
const present = (env: Cli['env']) => Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))

/** The whole configuration, or one error that names everything wrong with it. */
export function readConfig(cli: Cli, options: GlobalOptions, needs: ConfigNeeds = {}): Config {
  const given = present({ ...cli.env, ...(options.database !== undefined && { SPARKKIT_DATABASE_URL: options.database }) })
  const schema = needs.keyRing === false ? Environment.extend({ SPARKKIT_KEY_RING: z.string().default('') }) : Environment
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(issue => `  ${issue.path.join('.')} ${issue.message}`)
    throw new CliError(`The configuration is not complete:\n${problems.join('\n')}`, 2)
  }
  const { data } = parsed
  return {
    port: data.PORT,
    host: data.HOST,
    publicUrl: data.SPARKKIT_PUBLIC_URL?.replace(/\/+$/, ''),
    databaseUrl: data.SPARKKIT_DATABASE_URL,
    keyRing: data.SPARKKIT_KEY_RING,
    logLevel: data.SPARKKIT_LOG_LEVEL,
    allowLoopback: data.SPARKKIT_ALLOW_LOOPBACK_WEBHOOKS,
    tiktokSimulatorUrl: data.SPARKKIT_TIKTOK_SIMULATOR_URL,
    metricsToken: data.SPARKKIT_METRICS_TOKEN,
    trustedProxies: data.SPARKKIT_TRUSTED_PROXIES,
    rateLimit: data.SPARKKIT_RATE_LIMIT,
  }
}

export const publicUrlOf = ({ publicUrl, port }: Config): string => publicUrl ?? `http://localhost:${port}`
