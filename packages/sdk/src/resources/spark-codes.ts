import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type {
  AddSparkCodeInput,
  BindInput,
  Binding,
  ExportSparkCodesQuery,
  ImportSparkCodesResult,
  MarkUsedInput,
  RevealedSparkCode,
  SparkCode,
  SparkCodesQuery,
  UpdateSparkCodeInput,
  VerifiedSparkCode,
  VerifyInput,
} from '../types.ts'
import { Resource } from './resource.ts'

/** The codes themselves, masked wherever they are not asked for on the record. */
export class SparkCodesResource extends Resource {
  /**
   * Adds a code that came another way than through an approval link.
   *
   * @example
   * ```ts
   * const added = await client.sparkCodes.add({ content: '7195686135157296390', code, endsAt: new Date('2026-12-31') })
   * ```
   */
  add(input: AddSparkCodeInput, options?: CallOptions): ApiPromise<SparkCode> {
    return this.transport.request({ ...options, method: 'POST', path: '/v1/spark-codes', body: input })
  }

  /**
   * Those that end soonest first, masked.
   *
   * @example
   * ```ts
   * const inAWeek = new Date(Date.now() + 7 * 86_400_000)
   * for await (const { masked, endsAt } of client.sparkCodes.list({ status: 'live', endsBefore: inAWeek })) console.log(masked, endsAt)
   * ```
   */
  list(query?: SparkCodesQuery, options?: CallOptions): ListPromise<SparkCode> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/spark-codes', query })
  }

  /**
   * One code, masked.
   *
   * @example
   * ```ts
   * const { status, endsAt, windowSource } = await client.sparkCodes.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<SparkCode> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/spark-codes/${id}` })
  }

  /**
   * Gives a code a later end, as the creator did in TikTok, or changes your own id and metadata. What is left out stays.
   *
   * @example
   * ```ts
   * const { status } = await client.sparkCodes.update(id, { endsAt: new Date('2027-03-01') })
   * ```
   */
  update(id: string, input: UpdateSparkCodeInput, options?: CallOptions): ApiPromise<SparkCode> {
    return this.transport.request({ ...options, method: 'PATCH', path: path`/v1/spark-codes/${id}`, body: input })
  }

  /**
   * Notes that a code was used in an ad. The first use is kept.
   *
   * @example
   * ```ts
   * const { usedAt } = await client.sparkCodes.markUsed(id, { adId: '1790000000000001' })
   * ```
   */
  markUsed(id: string, input: MarkUsedInput = {}, options?: CallOptions): ApiPromise<SparkCode> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/spark-codes/${id}/used`, body: input })
  }

  /**
   * Asks TikTok about a code: whose post it is of, and its true window, which counts from then on. Needs the scope `spark-codes:bind`.
   *
   * @example
   * ```ts
   * const { outcome, reason, sparkCode } = await client.sparkCodes.verify(id)
   * ```
   */
  verify(id: string, input: VerifyInput = {}, options?: CallOptions): ApiPromise<VerifiedSparkCode> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/spark-codes/${id}/verify`, body: input })
  }

  /**
   * Binds a code to an ad account. `pending` goes on in the background, and an event tells. Needs the scope `spark-codes:bind`.
   *
   * @example
   * ```ts
   * const { status, reason } = await client.sparkCodes.bind(id, { adAccountId: '7012345678901234567' })
   * ```
   */
  bind(id: string, input: BindInput, options?: CallOptions): ApiPromise<Binding> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/spark-codes/${id}/bind`, body: input })
  }

  /**
   * Takes a code out of an ad account. Needs the scope `spark-codes:bind`.
   *
   * @example
   * ```ts
   * const { status } = await client.sparkCodes.unbind(id, { adAccountId: '7012345678901234567' })
   * ```
   */
  unbind(id: string, input: BindInput, options?: CallOptions): ApiPromise<Binding> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/spark-codes/${id}/unbind`, body: input })
  }

  /**
   * Adds codes from a spreadsheet saved as CSV, with a verdict per row. With `dryRun` the rows are judged and nothing changes.
   *
   * @example
   * ```ts
   * const csv = 'post_url,code\nhttps://www.tiktok.com/@mara/video/7195686135157296390,#p4KxVb2mQe7'
   * const { summary } = await client.sparkCodes.importCsv(csv, { dryRun: true })
   * ```
   */
  importCsv(
    csv: string | Blob | Uint8Array<ArrayBuffer>,
    { dryRun }: { readonly dryRun?: boolean | undefined } = {},
    options: CallOptions = {},
  ): ApiPromise<ImportSparkCodesResult> {
    const headers = { ...options.headers, 'content-type': 'text/csv' }
    return this.transport.request({ ...options, method: 'POST', path: '/v1/spark-codes/import', query: { dryRun }, headers, body: csv })
  }

  /**
   * A code in clear. Each call is an event. Needs the scope `spark-codes:reveal`.
   *
   * @example
   * ```ts
   * const { code } = await client.sparkCodes.reveal(id)
   * ```
   */
  reveal(id: string, options?: CallOptions): ApiPromise<RevealedSparkCode> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/spark-codes/${id}/reveal` })
  }

  /**
   * Codes in clear as CSV, live ones unless `status` says otherwise: text, or with `as: 'stream'` the bytes as they come,
   * with their byte order mark. Each code is an event. Needs the scope `spark-codes:reveal`.
   *
   * @example
   * ```ts
   * const csv = await client.sparkCodes.exportCsv({ endsBefore: '2026-12-31' })
   * const bytes = await client.sparkCodes.exportCsv({}, { as: 'stream' })
   * await bytes.cancel()
   * ```
   */
  exportCsv(
    query: ExportSparkCodesQuery | undefined,
    options: CallOptions & { readonly as: 'stream' },
  ): ApiPromise<ReadableStream<Uint8Array<ArrayBuffer>>>
  exportCsv(query?: ExportSparkCodesQuery, options?: CallOptions & { readonly as?: 'text' | undefined }): ApiPromise<string>
  exportCsv(
    query?: ExportSparkCodesQuery,
    { as = 'text', ...options }: CallOptions & { readonly as?: 'text' | 'stream' | undefined } = {},
  ): ApiPromise<unknown> {
    const headers = { accept: 'text/csv', ...options.headers }
    return this.transport.request({ ...options, method: 'GET', path: '/v1/spark-codes/export', query, headers, parseAs: as })
  }
}
