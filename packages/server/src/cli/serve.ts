import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { type Command, Option } from 'commander'
import { type Cli, CliError, globalOptions, print } from './cli.ts'
import { publicUrlOf, readConfig } from './config.ts'
import { openKit } from './kit.ts'
import { untilSignal } from './signals.ts'

/** How long calls under way may take to end before their connections are cut. */
const GRACE_MS = 10_000
const KEEP_ALIVE_MS = 75_000

function listen(server: ServerType, at: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = `Port ${at.port} of ${at.host} is taken by another program. Choose another one with --port or PORT.`
      reject(new CliError(error.code === 'EADDRINUSE' ? inUse : `Cannot listen on ${at.host}:${at.port}: ${error.message}`))
    })
    server.listen(at.port, at.host, () => resolve((server.address() as AddressInfo).port))
  })
}

function stopListening(server: ServerType): Promise<void> {
  return new Promise(resolve => {
    const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), GRACE_MS)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  })
}

interface ServeOptions {
  port?: string
  host?: string
  worker: boolean
}

export function addServe(program: Command, cli: Cli): void {
  program
    .command('serve')
    .description('serve the API, with a worker in the same process')
    .addOption(new Option('--port <port>', 'goes before PORT'))
    .addOption(new Option('--host <host>', 'goes before HOST'))
    .option('--no-worker', 'serve HTTP only; run "sparkkit worker" beside it')
    .action(async (options: ServeOptions, command: Command) => {
      const env = { ...cli.env, ...(options.port && { PORT: options.port }), ...(options.host && { HOST: options.host }) }
      const config = readConfig({ ...cli, env }, globalOptions(command))
      const kit = await openKit(config)
      try {
        const stopped = untilSignal()
        const server = createAdaptorServer({ fetch: kit.fetch })
        // Longer than load balancers keep idle connections, so that none is closed under a request.
        if ('keepAliveTimeout' in server) server.keepAliveTimeout = KEEP_ALIVE_MS
        const port = await listen(server, config)
        if (options.worker) kit.worker.start()
        const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
        const publicUrl = publicUrlOf({ ...config, port })
        print(cli, globalOptions(command), {
          document: { url, publicUrl, docs: `${url}/docs`, worker: options.worker },
          lines: [`SparkKit listens on ${url} (docs: ${url}/docs)`],
        })
        await stopped
        kit.endStreams()
        await stopListening(server)
      } finally {
        await kit.close()
      }
    })
}
