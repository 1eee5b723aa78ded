import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'

const SECRETS = ['authorization', 'cookie', 'password', 'secret', 'token']
const REDACT = { paths: SECRETS.flatMap(name => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' }

/** Database errors print what they were given, which is people's data. */
function withoutParameters(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\nparams: [^\n]*/g, '')
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withoutParameters)
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (key === 'params' ? [] : [[key, withoutParameters(inner)]])))
}

/** JSON lines. Secrets are not logged in the first place; whatever bears the name of one is blanked all the same. */
export const createLogger = (level: string, destination?: DestinationStream): Logger =>
  pino({ level, redact: REDACT, serializers: { err: (error: Error) => withoutParameters(stdSerializers.err(error)) } }, destination)
