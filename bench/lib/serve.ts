import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'

export interface Served {
  readonly origin: string
  close(): Promise<void>
}

type Fetch = (request: Request, env?: object) => Response | Promise<Response>

/** The HTTP server of `sparkkit serve`, on a free port of loopback. */
export const serveFetch = (fetch: Fetch): Promise<Served> =>
  new Promise(resolve => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
      resolve({
        origin: `http://127.0.0.1:${port}`,
        close: () => new Promise(closed => server.close(() => closed())),
      }),
    )
  })
