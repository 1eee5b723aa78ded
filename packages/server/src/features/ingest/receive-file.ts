import { reading, type Scope } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { MAX_IMPORT_BYTES } from './contract.ts'
import { deleteChunks, insertChunk } from './store.ts'

/** Every chunk but the last has this size; a reader takes it from the first chunk, so it may differ between versions. */
export const CHUNK_BYTES = 256 * 1024

export interface ReceiveInput {
  readonly importId: string
  readonly file: AsyncIterable<Uint8Array>
  /** Sees the first chunk as soon as it is there, so that a file nobody can read is refused early. */
  readonly onHead: (head: Buffer) => void
}

export interface ReceivedFile {
  readonly head: Buffer
  readonly bytes: number
}

/** Errors of the sender's side, told apart from those of storage. */
async function* fromSender(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* file
  } catch (cause) {
    if (cause instanceof Problem) throw cause
    throw new Problem('import_unreadable', 'The upload broke off before the file was whole. Nothing was kept of it.')
  }
}

export const tooLarge = (): Problem =>
  new Problem('payload_too_large', `The file is larger than ${MAX_IMPORT_BYTES / 1024 / 1024} MiB. Send it in parts.`)

const isUtf16 = (head: Uint8Array): boolean => (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)

/** Lets text in UTF-8 through; anything else is refused before a row of it is stored. */
function createTextCheck() {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let seen = 0
  const decode = (bytes: Uint8Array, stream: boolean): void => {
    try {
      decoder.decode(bytes, { stream })
    } catch {
      throw new Problem('import_unreadable', `The file is not in UTF-8 (near byte ${seen}). Save it as "CSV UTF-8" and send it again.`)
    }
  }
  return {
    take(bytes: Uint8Array): void {
      if (seen + bytes.length > MAX_IMPORT_BYTES) throw tooLarge()
      if (seen === 0 && isUtf16(bytes))
        throw new Problem('import_unreadable', 'The file is in UTF-16. Save it as "CSV UTF-8" and send it again.')
      if (bytes.includes(0))
        throw new Problem('import_unreadable', 'The file is not text. Send a CSV file, not a spreadsheet or an archive.')
      decode(bytes, true)
      seen += bytes.length
    },
    end: (): void => decode(new Uint8Array(0), false),
  }
}

async function store(scope: Scope, { importId, file, onHead }: ReceiveInput): Promise<ReceivedFile> {
  const ctx = reading(scope)
  const check = createTextCheck()
  let head = Buffer.alloc(0)
  let index = 0
  let bytes = 0
  let pieces: Uint8Array[] = []
  let waiting = 0
  const flush = async (data: Buffer): Promise<void> => {
    if (index === 0) {
      head = Buffer.from(data)
      onHead(head)
    }
    await insertChunk(ctx, { importId, index, data })
    index += 1
  }
  for await (const piece of fromSender(file)) {
    check.take(piece)
    bytes += piece.length
    pieces.push(piece)
    waiting += piece.length
    if (waiting < CHUNK_BYTES) continue
    let pending = Buffer.concat(pieces)
    for (; pending.length >= CHUNK_BYTES; pending = pending.subarray(CHUNK_BYTES)) await flush(pending.subarray(0, CHUNK_BYTES))
    pieces = [pending]
    waiting = pending.length
  }
  check.end()
  if (waiting > 0) await flush(Buffer.concat(pieces))
  return { head, bytes }
}

/** Stores a file piece by piece as it comes in. A file that does not come in whole leaves nothing. */
export async function receiveFile(scope: Scope, input: ReceiveInput): Promise<ReceivedFile> {
  try {
    return await store(scope, input)
  } catch (error) {
    await deleteChunks(reading(scope), input.importId).catch(() => {})
    throw error
  }
}
