import { expectTypeOf } from 'vitest'
import {
  type AnnouncedSparkCode,
  type AnySparkKitError,
  type APIError,
  type ApiPromise,
  type ConnectionErrorCode,
  type Content,
  type ContentQuery,
  type CreateSparkRequestsInput,
  isSparkKitError,
  type ListPromise,
  type Page,
  SparkKit,
  type SparkKitEvent,
  type SparkKitOptions,
  type SparkRequest,
  webhooks,
} from './index.ts'

const baseUrl = 'http://localhost:8787'

expectTypeOf<{ apiKey: string; baseUrl: string }>().toExtend<SparkKitOptions>()
expectTypeOf<{ token: () => Promise<string>; baseUrl: string }>().toExtend<SparkKitOptions>()
expectTypeOf<{ token: () => { token: string; expiresAt: string }; baseUrl: string }>().toExtend<SparkKitOptions>()
expectTypeOf<{ anonymous: true; baseUrl: string }>().toExtend<SparkKitOptions>()
expectTypeOf<{ baseUrl: string }>().not.toExtend<SparkKitOptions>()
expectTypeOf<{ apiKey: string; token: string; baseUrl: string }>().not.toExtend<SparkKitOptions>()
expectTypeOf<{ apiKey: string | undefined; baseUrl: string }>().not.toExtend<SparkKitOptions>()
expectTypeOf<typeof fetch>().toExtend<NonNullable<SparkKitOptions['fetch']>>()

const client = new SparkKit({ apiKey: 'sk_test', baseUrl })

expectTypeOf(client.request<{ id: string }>({ method: 'GET', path: '/v1/me' })).toEqualTypeOf<ApiPromise<{ id: string }>>()
expectTypeOf(client.request({ method: 'GET', path: '/v1/me' })).resolves.toBeUnknown()

const list = client.list<{ id: string }>({ path: '/v1/content' })
expectTypeOf(list).toEqualTypeOf<ListPromise<{ id: string }>>()
expectTypeOf(list).resolves.toEqualTypeOf<Page<{ id: string }>>()
expectTypeOf(list.toArray).returns.resolves.toEqualTypeOf<{ id: string }[]>()
for await (const item of list) expectTypeOf(item).toEqualTypeOf<{ id: string }>()

declare const thrown: unknown
if (isSparkKitError(thrown)) {
  expectTypeOf(thrown).toEqualTypeOf<AnySparkKitError>()
  if (thrown.name === 'ConnectionError') expectTypeOf(thrown.code).toEqualTypeOf<ConnectionErrorCode>()
  if (thrown.name === 'RateLimitError') expectTypeOf(thrown).toExtend<APIError>()
  if (thrown.name === 'AbortedError') expectTypeOf(thrown).not.toHaveProperty('status')
}

expectTypeOf(webhooks.unwrap('', new Headers(), '')).resolves.toEqualTypeOf<SparkKitEvent>()

expectTypeOf(client.content.list()).toEqualTypeOf<ListPromise<Content>>()
expectTypeOf(client.sparkRequests.get('req_1')).toEqualTypeOf<ApiPromise<SparkRequest>>()
expectTypeOf(client.webhookEndpoints.delete('whe_1')).toEqualTypeOf<ApiPromise<void>>()
expectTypeOf(client.sparkCodes.exportCsv()).resolves.toBeString()
expectTypeOf(client.sparkCodes.exportCsv({}, { as: 'stream' })).resolves.toExtend<ReadableStream<Uint8Array>>()
expectTypeOf(client.events.list()).toEqualTypeOf<ListPromise<SparkKitEvent>>()
expectTypeOf<Content['liveCodeId']>().toEqualTypeOf<string | null>()

expectTypeOf<{ platform: 'tiktok'; postedFrom: Date; q: undefined }>().toExtend<ContentQuery>()
expectTypeOf<{ platform: readonly ['tiktok', 'instagram']; postedFrom: string }>().toExtend<ContentQuery>()
expectTypeOf<{ platform: 'myspace' }>().not.toExtend<ContentQuery>()
expectTypeOf<{ content: string[]; respondBy: Date; metadata: { campaign: string } }>().toExtend<CreateSparkRequestsInput>()
expectTypeOf<{ content: string[]; metadata: { campaign: number } }>().not.toExtend<CreateSparkRequestsInput>()
expectTypeOf<{ content: Date[] }>().not.toExtend<CreateSparkRequestsInput>()

declare const event: SparkKitEvent
if (event.type === 'spark_code.expiring') {
  expectTypeOf(event.data).toEqualTypeOf<AnnouncedSparkCode>()
  expectTypeOf(event.previous).toEqualTypeOf<Partial<AnnouncedSparkCode> | undefined>()
}
if (event.type === 'spark_request.approved') expectTypeOf(event.data.status).toEqualTypeOf<SparkRequest['status']>()
expectTypeOf<SparkKitEvent<'content.created'>['data']>().toEqualTypeOf<Content>()
