import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type { Import, ImportIssue, ImportIssuesQuery, ImportMapping, ImportsQuery } from '../types.ts'
import { Resource } from './resource.ts'

const UPLOAD_TIMEOUT_MS = 600_000
const FIRST_POLL_MS = 250
const LONGEST_POLL_MS = 5_000

/** A CSV file: its text, its bytes, a `Blob` or `File`, or a stream (which is sent once, never retried). */
export type ImportFile = string | Blob | Uint8Array<ArrayBuffer> | ArrayBuffer | ReadableStream<Uint8Array>

export type ImportDetails = {
  /** Field of SparkKit → name of the column. Columns named like fields need no mapping. */
  readonly mapping?: ImportMapping | undefined
  /** Default: the name of a `File`. */
  readonly fileName?: string | undefined
  /** `per_content` also writes `content.created` for every new post. Default `summary`. */
  readonly events?: 'summary' | 'per_content' | undefined
}

export type WaitOptions = CallOptions & {
  /** Told after every look. */
  readonly onProgress?: ((current: Import) => void) | undefined
}

/** Posts from files. */
export class ImportsResource extends Resource {
  /**
   * Uploads a file of posts and starts working through it. An upload may take `timeoutMs`, 10 minutes unless given.
   *
   * @example
   * ```ts
   * const started = await client.imports.create('link,title\nhttps://www.tiktok.com/@mara/video/7195686135157296390,Glow', {
   *   mapping: { url: 'link', caption: 'title' },
   * })
   * ```
   */
  create(file: ImportFile, details: ImportDetails = {}, options: CallOptions = {}): ApiPromise<Import> {
    const { mapping, fileName = nameOf(file), events } = details
    return this.transport.request({
      ...options,
      timeoutMs: options.timeoutMs ?? UPLOAD_TIMEOUT_MS,
      method: 'POST',
      path: '/v1/imports',
      query: { mapping: mapping && JSON.stringify(mapping), fileName, events },
      headers: { ...options.headers, 'content-type': 'text/csv' },
      body: file,
    })
  }

  /**
   * Newest first.
   *
   * @example
   * ```ts
   * for await (const { fileName, status } of client.imports.list()) console.log(fileName, status)
   * ```
   */
  list(query?: ImportsQuery, options?: CallOptions): ListPromise<Import> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/imports', query })
  }

  /**
   * An import and its progress.
   *
   * @example
   * ```ts
   * const { progress } = await client.imports.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<Import> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/imports/${id}` })
  }

  /**
   * What was wrong with rows, in the order of the file.
   *
   * @example
   * ```ts
   * for await (const { line, message } of client.imports.issues(id, { severity: 'error' })) console.log(line, message)
   * ```
   */
  issues(id: string, query?: ImportIssuesQuery, options?: CallOptions): ListPromise<ImportIssue> {
    return this.transport.list({ ...options, method: 'GET', path: path`/v1/imports/${id}/issues`, query })
  }

  /**
   * Looks until the import has ended, every 5 seconds at the longest. A failed import is an answer too: see `status` and `error`.
   *
   * @example
   * ```ts
   * const { created, failed } = await client.imports.waitFor(id, { signal: AbortSignal.timeout(60_000) })
   * ```
   */
  async waitFor(id: string, { onProgress, ...options }: WaitOptions = {}): Promise<Import> {
    for (let waitMs = FIRST_POLL_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_POLL_MS)) {
      const current = await this.get(id, options)
      onProgress?.(current)
      if (current.status !== 'pending' && current.status !== 'running') return current
      await this.transport.sleep(waitMs, options.signal)
    }
  }
}

function nameOf(file: ImportFile): string | undefined {
  return typeof file === 'object' && 'name' in file && typeof file.name === 'string' ? file.name : undefined
}
