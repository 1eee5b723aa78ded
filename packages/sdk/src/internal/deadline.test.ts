import { describe, expect, test } from 'vitest'
import { AbortedError, TimeoutError } from '../errors.ts'
import { failureOf, fakeService, transportTo } from '../testing/fake-service.ts'
import { sleep } from './deadline.ts'

const get = { method: 'GET', path: '/v1/me' } as const

describe('the caller aborts', () => {
  test('before the call: nothing is sent', async () => {
    const service = await fakeService([{}])
    const { transport } = transportTo(service)
    const error = await failureOf(transport.request({ ...get, signal: AbortSignal.abort('changed my mind') }))
    expect(error).toBeInstanceOf(AbortedError)
    expect(error).toMatchObject({ cause: 'changed my mind' })
    expect(service.received).toHaveLength(0)
  })

  test('while the service is silent: the call ends at once and is not tried again', async () => {
    const service = await fakeService([{ fault: 'silence' }])
    const { transport } = transportTo(service)
    const controller = new AbortController()
    const call = transport.request({ ...get, signal: controller.signal })
    await expect.poll(() => service.received.length).toBe(1)
    controller.abort()
    expect(await failureOf(call)).toBeInstanceOf(AbortedError)
    expect(service.received).toHaveLength(1)
  })

  test('while the body arrives: the call ends at once', async () => {
    const service = await fakeService([{ fault: 'half' }])
    const { transport } = transportTo(service)
    const controller = new AbortController()
    const call = transport.request({ ...get, signal: controller.signal })
    await expect.poll(() => service.received.length).toBe(1)
    controller.abort()
    expect(await failureOf(call)).toBeInstanceOf(AbortedError)
  })

  test('during the wait before a retry: the wait ends and nothing more is sent', async () => {
    const service = await fakeService([{ status: 503, headers: { 'retry-after': '60' } }])
    const controller = new AbortController()
    const { transport } = transportTo(service, {
      surroundings: { sleep },
      onResponse: ({ retryInMs }) => {
        if (retryInMs !== null) setTimeout(() => controller.abort(), 5)
      },
    })
    expect(await failureOf(transport.request({ ...get, signal: controller.signal }))).toBeInstanceOf(AbortedError)
    expect(service.received).toHaveLength(1)
  })

  test('while the token is being fetched: nothing is sent', async () => {
    const service = await fakeService([{}])
    const { transport } = transportTo(service, { token: () => new Promise<string>(() => {}) })
    const controller = new AbortController()
    const call = transport.request({ ...get, signal: controller.signal })
    controller.abort()
    expect(await failureOf(call)).toBeInstanceOf(AbortedError)
    expect(service.received).toHaveLength(0)
  })

  test('after the call has ended: nothing happens, and the signal keeps no listener', async () => {
    const service = await fakeService([{ body: { fine: true } }])
    const { transport } = transportTo(service)
    const controller = new AbortController()
    let listeners = 0
    const { signal } = controller
    const { addEventListener, removeEventListener } = signal
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners += 1
      return addEventListener.apply(signal, args)
    }
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners -= 1
      return removeEventListener.apply(signal, args)
    }
    await transport.request({ ...get, signal })
    expect(listeners).toBe(0)
  })
})

describe('the time runs out', () => {
  test('a silent service fails with TimeoutError after every try was given its time', async () => {
    const service = await fakeService([{ fault: 'silence' }])
    const { transport } = transportTo(service, { timeoutMs: 30, maxRetries: 1 })
    expect(await failureOf(transport.request(get))).toBeInstanceOf(TimeoutError)
    expect(service.received).toHaveLength(2)
  })

  test('a body that stalls counts as well', async () => {
    const service = await fakeService([{ fault: 'half' }, { body: { fine: true } }])
    const { transport } = transportTo(service, { timeoutMs: 50 })
    expect(await transport.request(get)).toEqual({ fine: true })
    expect(service.received).toHaveLength(2)
  })

  test('so does an error body that stalls', async () => {
    const service = await fakeService([{ status: 404, fault: 'half' }])
    const { transport } = transportTo(service, { timeoutMs: 30, maxRetries: 0 })
    expect(await failureOf(transport.request(get))).toBeInstanceOf(TimeoutError)
  })

  test('a fetch that ignores its signal is left behind', async () => {
    const service = await fakeService([{}])
    const { transport } = transportTo(service, { timeoutMs: 20, maxRetries: 0, fetch: () => new Promise<Response>(() => {}) })
    expect(await failureOf(transport.request(get))).toBeInstanceOf(TimeoutError)
  })

  test('a streamed answer may take longer than timeoutMs, and the caller can still abort it', async () => {
    const service = await fakeService([{ fault: 'half', body: 'a,b\n' }])
    const { transport } = transportTo(service, { timeoutMs: 30 })
    const controller = new AbortController()
    const stream = await transport.request<ReadableStream<Uint8Array>>({ ...get, parseAs: 'stream', signal: controller.signal })
    const reader = stream.getReader()
    expect(await reader.read()).toMatchObject({ done: false })
    const rest = reader.read()
    await new Promise(resolve => setTimeout(resolve, 50))
    controller.abort()
    await expect(rest).rejects.toBeInstanceOf(AbortedError)
  })
})
