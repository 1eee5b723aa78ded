import { z } from 'zod'
import type { EmbeddedOptions } from './libsql/index.ts'

export type DatabaseLocation =
  | { readonly engine: 'postgres'; readonly url: string }
  | ({ readonly engine: 'sqlite' } & Readonly<Pick<EmbeddedOptions, 'path' | 'synchronous' | 'readers'>>)

export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError' as const
  /** What the URL must be or do, without its subject. */
  readonly complaint: string

  constructor(complaint: string) {
    super(`The database URL ${complaint}.`)
    this.complaint = complaint
  }
}

const Parameters = z.strictObject({
  synchronous: z
    .enum(['full', 'normal'], 'is full or normal')
    .transform(choice => (choice === 'full' ? 'FULL' : 'NORMAL'))
    .exactOptional(),
  readers: z
    .string()
    .regex(/^([1-9]|1[0-6])$/, 'is a number of threads from 1 to 16')
    .transform(Number)
    .exactOptional(),
})

/** `postgres://…`, or `file:PATH` and a bare path with `?synchronous=` and `&readers=`. Throws DatabaseUrlError. */
export function parseDatabaseUrl(text: string): DatabaseLocation {
  if (/^postgres(ql)?:\/\//.test(text)) return { engine: 'postgres', url: text }
  if (!text.startsWith('file:') && /^\w{2,}:/.test(text)) throw new DatabaseUrlError('must be file:PATH or postgres://…')
  const [path = '', ...query] = text.replace(/^file:(\/\/)?/, '').split('?')
  if (path === '') throw new DatabaseUrlError('must name a file, like file:data/sparkkit.db')
  const { success, data, error } = Parameters.safeParse(Object.fromEntries(new URLSearchParams(query.join('?'))))
  if (!success) {
    const complaints = error.issues.map(issue =>
      issue.code === 'unrecognized_keys' ? issue.message : `${issue.path.join('.')} ${issue.message}`,
    )
    throw new DatabaseUrlError(`has parameters that do not fit: ${complaints.join('; ')}. A file takes synchronous and readers`)
  }
  return { engine: 'sqlite', path, ...data }
}
