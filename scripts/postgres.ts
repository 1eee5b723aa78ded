import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { appendFile, chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../packages/server/src/testing/free-port.ts'

const execute = promisify(execFile)

const ROOT = '/usr/lib/postgresql'
/** Nothing here outlives the run, so nothing has to survive a power cut. */
const SETTINGS = [
  "listen_addresses = '127.0.0.1'",
  'fsync = off',
  'synchronous_commit = off',
  'full_page_writes = off',
  'max_connections = 200',
  'shared_buffers = 64MB',
  "log_min_messages = 'fatal'",
  'ssl = on',
]

export interface RunningPostgres {
  /** Of a superuser, on loopback. */
  readonly url: string
  /** The file that proves who the server is, to those who ask for TLS. */
  readonly certificate: string
  /** Ends the server and removes its files. */
  stop(): Promise<void>
}

/** The newest installed server, as Debian lays them out. */
async function findBinaries(): Promise<string | undefined> {
  const versions = await readdir(ROOT).catch(() => [])
  const newestFirst = versions.toSorted((a, b) => Number(b) - Number(a))
  return newestFirst.map(version => join(ROOT, version, 'bin')).find(bin => existsSync(join(bin, 'initdb')))
}

/** PostgreSQL refuses to run as root, so root runs it as `postgres`. */
const asOwner = (command: string, args: readonly string[]): [string, string[]] =>
  process.getuid?.() === 0 ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, [...args]]

async function initialise(bin: string, folder: string, password: string): Promise<string> {
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password)
  if (process.getuid?.() === 0) await execute('chown', ['-R', 'postgres', folder])
  await chmod(folder, 0o700)
  await execute(
    ...asOwner(join(bin, 'initdb'), [
      ...['-D', data, '-U', 'sparkkit', '-E', 'UTF8', '--locale=C', '--no-sync'],
      ...['--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ]),
    { cwd: folder },
  )
  await createCertificate(data)
  return data
}

const certificateIn = (data: string): string => join(data, 'server.crt')

/** For a day and this machine: what PostgreSQL shows to those who ask for TLS. */
async function createCertificate(data: string): Promise<void> {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const files = ['-keyout', join(data, 'server.key'), '-out', certificateIn(data)]
  const [command, args] = asOwner('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...subject, ...files])
  await execute(command, args, { cwd: data })
}

async function serve(bin: string, data: string, folder: string): Promise<{ port: number; stop(): Promise<void> }> {
  const port = await freePort()
  await appendFile(
    join(data, 'postgresql.conf'),
    `\n${[...SETTINGS, `port = ${port}`, `unix_socket_directories = '${folder}'`].join('\n')}\n`,
  )
  const control = (...args: string[]) => asOwner(join(bin, 'pg_ctl'), ['-D', data, ...args])
  const [command, args] = control('-w', '-t', '60', '-l', join(folder, 'log'), 'start')
  // Not through pipes: the server would hold them open for as long as it runs.
  const child = spawn(command, args, { cwd: folder, stdio: 'ignore' })
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve))
  if (code !== 0) throw new Error(`pg_ctl ended with ${code}.`)
  return {
    port,
    stop: async () => {
      await execute(...control('-w', '-m', 'immediate', 'stop'), { cwd: folder })
    },
  }
}

/** Starts a throw-away PostgreSQL server; undefined where none is installed. */
export async function startPostgres(): Promise<RunningPostgres | undefined> {
  const bin = await findBinaries()
  if (!bin) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'sparkkit-postgres-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const password = randomBytes(16).toString('hex')
    const data = await initialise(bin, folder, password)
    const { port, stop } = await serve(bin, data, folder)
    return {
      certificate: certificateIn(data),
      url: `postgres://sparkkit:${password}@127.0.0.1:${port}/postgres`,
      stop: async () => {
        await stop()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}
