import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { createHost } from './host.ts'
import { openSandbox, type Sandbox, type SandboxOptions, WorkbenchError } from './sandbox.ts'

export { WorkbenchError } from './sandbox.ts'

export interface WorkbenchOptions extends Omit<SandboxOptions, 'publicUrl'> {
  /** 0 takes a free one. */
  port: number
  /** Default `127.0.0.1`: this machine only. */
  host?: string
  /** Base of every URL handed out. Default `http://localhost:PORT`. */
  publicUrl?: string
}

export interface Workbench {
  url: string
  /** May do everything in the sandbox. */
  apiKey: string
  /** The page of a creator who has not answered yet; null when all have. */
  sampleApprovalUrl: string | null
  /** Ends calls under way, stops the worker and closes the database. */
  close(): Promise<void>
}

const GRACE_MS = 5000

type Handler = (request: Request, env: object) => Response | Promise<Response>

const stillStarting: Handler = () =>
  new Response('The sandbox is being made. Try again in a few seconds.', { status: 503, headers: { 'retry-after': '3' } })

function listen(server: ServerType, { port, host }: { port: number; host: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE'
      const taken = `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npx -y pnpm@12 start`
      reject(new WorkbenchError(isTaken ? taken : `Cannot listen on ${host}:${port}: ${error.message}`, { cause: error }))
    })
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
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

interface PendingRequest {
  approvalLinkId: string
}

/** The page of the creator who is asked for most posts. */
async function findSampleApproval({ kit, apiKey }: Sandbox, dataDir: string): Promise<string | null> {
  const get = async <T>(path: string): Promise<T> => {
    const response = await kit.fetch(new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${apiKey}` } }))
    if (response.ok) return JSON.parse(await response.text())
    const why =
      response.status === 500 ? 'its key ring does not open what is sealed in the database' : `${path} answered ${response.status}`
    throw new WorkbenchError(`The sandbox in ${dataDir} is not whole: ${why}. To start anew with an empty sandbox, delete ${dataDir}.`)
  }
  const { data } = await get<{ data: PendingRequest[] }>('/v1/spark-requests?status=pending&limit=100')
  const counts = new Map<string, number>()
  for (const { approvalLinkId } of data) counts.set(approvalLinkId, (counts.get(approvalLinkId) ?? 0) + 1)
  const [most] = [...counts].sort(([, one], [, other]) => other - one)
  return most ? (await get<{ url: string }>(`/v1/approval-links/${most[0]}/message`)).url : null
}

/** Starts the workbench with its worker. Throws a {@link WorkbenchError} with a sentence when it cannot. */
export async function startWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  let handle = stillStarting
  const server = createAdaptorServer({ fetch: (request: Request, env: object) => handle(request, env) })
  // The port first: it is part of every URL handed out, and a taken one should cost nobody a seeding.
  const port = await listen(server, { port: options.port, host: options.host ?? '127.0.0.1' })
  try {
    const publicUrl = options.publicUrl ?? `http://localhost:${port}`
    const sandbox = await openSandbox({ ...options, publicUrl })
    const { kit, apiKey } = sandbox
    try {
      const origins = [...new Set([new URL(publicUrl).origin, `http://localhost:${port}`, `http://127.0.0.1:${port}`])]
      const host = createHost({ kit, apiKey, publicUrl, origins })
      const sampleApprovalUrl = await findSampleApproval(sandbox, options.dataDir)
      handle = (request, env) => host.fetch(request, env)
      kit.worker.start()
      const close = async (): Promise<void> => {
        kit.endStreams()
        await stopListening(server)
        await kit.close()
      }
      return { url: publicUrl, apiKey, sampleApprovalUrl, close }
    } catch (error) {
      await kit.close()
      throw error
    }
  } catch (error) {
    await stopListening(server)
    throw error
  }
}
