import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { Problem } from '../../problem.ts'

export interface Form {
  /** The part `file`, as it comes in; ends when the whole form was read. */
  readonly file: AsyncIterable<Uint8Array>
  /** Its name; known when its first bytes are. */
  readonly fileName: () => string | null
  /** The other parts that have come in so far. */
  readonly fields: ReadonlyMap<string, string>
}

interface FilePart {
  stream: Readable
  name: string
}

const LIMITS = { files: 5, fields: 20, fieldSize: 8192 }

/** Reads `multipart/form-data` without holding its file in memory. */
export function readForm(body: AsyncIterable<Uint8Array>, contentType: string): Form {
  const fields = new Map<string, string>()
  let part: FilePart | undefined
  const parser = openParser(contentType)
  parser.on('field', (name, value) => fields.set(name, value))
  const found = new Promise<FilePart>((resolve, reject) => {
    parser.on('file', (name, stream, fileName) => {
      if (name !== 'file') return stream.resume()
      part = { stream, name: fileName }
      return resolve(part)
    })
    parser.on('finish', () => reject(new Problem('import_unreadable', 'The form has no part named `file` that is a file.')))
    parser.on('error', reject)
  })
  const source = Readable.from(body)

  async function* file(): AsyncGenerator<Uint8Array> {
    const whole = pipeline(source, parser)
    whole.catch(error => part?.stream.destroy(error))
    try {
      yield* (await Promise.race([found, whole.then(() => found)])).stream
      await whole
    } finally {
      source.destroy()
    }
  }
  return { file: file(), fileName: () => part?.name ?? null, fields }
}

function openParser(contentType: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits: LIMITS })
  } catch {
    throw new Problem('invalid_request', 'The form has no boundary in its content type.')
  }
}
