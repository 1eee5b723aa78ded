import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a server that can fall silent, as a network does whose packets are lost: nothing is refused, nothing ends. */
export interface SilentProxy {
  readonly port: number
  /** From now on nothing passes, on connections that are open and on new ones. */
  fallSilent(): void
  /** New connections pass again; those that fell silent stay so. */
  recover(): void
  close(): Promise<void>
}

export async function createSilentProxy(to: { host: string; port: number }): Promise<SilentProxy> {
  const sockets = new Set<Socket>()
  let isSilent = false
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    return socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer(inner => {
    keep(inner)
    if (isSilent) return
    const outer = keep(connect(to))
    inner.pipe(outer).pipe(inner)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    fallSilent: () => {
      isSilent = true
      for (const socket of sockets) socket.unpipe().pause()
    },
    recover: () => {
      isSilent = false
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
