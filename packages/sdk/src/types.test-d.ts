import { expectTypeOf } from 'vitest'
import {
  type AnySparkKitError,
  type APIError,
  type ApiPromise,
  type ConnectionErrorCode,
  isSparkKitError,
  type ListPromise,
  type Page,
  SparkKit,
  type SparkKitOptions,
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

expectTypeOf(webhooks.unwrap('', new Headers(), '')).resolves.toEqualTypeOf<webhooks.WebhookEvent>()
