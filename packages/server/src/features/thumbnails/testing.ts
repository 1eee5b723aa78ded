import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

export interface PictureServer {
  readonly url: string
  /** Paths asked for, in order. */
  readonly asked: string[]
  /** Ends every connection, as a server that dies does. */
  drop(): void
  close(): Promise<void>
}

/** A server of pictures on loopback. */
export async function servePictures(answer: RequestListener): Promise<PictureServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    return answer(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    drop: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const drawn = (background: string, size: { width: number; height: number }) => sharp({ create: { ...size, channels: 3, background } })

/** One picture in every kind that is accepted. */
export async function drawPictures(size = { width: 540, height: 960 }): Promise<Record<'jpeg' | 'png' | 'webp' | 'avif' | 'gif', Buffer>> {
  const picture = drawn('#c81e5a', size)
  const [jpeg, png, webp, avif, gif] = await Promise.all([
    picture
      .clone()
      .withExif({ IFD0: { Copyright: 'Ana Kreis' } })
      .jpeg()
      .toBuffer(),
    picture.clone().png().toBuffer(),
    picture.clone().webp().toBuffer(),
    picture.clone().avif({ effort: 0 }).toBuffer(),
    picture.clone().gif().toBuffer(),
  ])
  return { jpeg, png, webp, avif, gif }
}

export const drawJpeg = (background: string): Promise<Buffer> => drawn(background, { width: 90, height: 160 }).jpeg().toBuffer()

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A sound PNG of 40 000 × 40 000 pixels in 200 kB. */
export function drawBomb(): Buffer {
  const side = 40_000
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header[8] = 1
  const rows = deflateSync(Buffer.alloc((1 + side / 8) * side), { level: 1 })
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

export const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="16"><script>alert(1)</script></svg>'
export const HTML = '<!doctype html><script>alert(1)</script>'
