import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type { AddFlightsInput, AddFlightsResult, CoverageQuery, Flight, FlightsQuery, UpdateFlightInput } from '../types.ts'
import { Resource } from './resource.ts'

/** Planned ad dates of posts, and what of them no code covers. */
export class FlightsResource extends Resource {
  /**
   * Adds up to 500 flights, with a verdict per row. Dates are calendar days in `timeZone`, the last one included.
   *
   * @example
   * ```ts
   * const { results } = await client.flights.add({
   *   items: [{ content: '7195686135157296390', startsOn: '2026-12-01', endsOn: '2026-12-31', timeZone: 'Europe/Berlin' }],
   * })
   * ```
   */
  add(input: AddFlightsInput, options?: CallOptions): ApiPromise<AddFlightsResult> {
    return this.transport.request({ ...options, method: 'POST', path: '/v1/flights', body: input })
  }

  /**
   * Newest first.
   *
   * @example
   * ```ts
   * for await (const { startsOn, endsOn } of client.flights.list()) console.log(startsOn, endsOn)
   * ```
   */
  list(query?: FlightsQuery, options?: CallOptions): ListPromise<Flight> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/flights', query })
  }

  /**
   * One flight, and how far codes cover it.
   *
   * @example
   * ```ts
   * const { coverage } = await client.flights.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<Flight> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/flights/${id}` })
  }

  /**
   * Changes what is given and leaves the rest; `null` removes.
   *
   * @example
   * ```ts
   * await client.flights.update(id, { endsOn: '2027-01-15' })
   * ```
   */
  update(id: string, input: UpdateFlightInput, options?: CallOptions): ApiPromise<Flight> {
    return this.transport.request({ ...options, method: 'PATCH', path: path`/v1/flights/${id}`, body: input })
  }

  /**
   * The ad will not run after all.
   *
   * @example
   * ```ts
   * await client.flights.delete(id)
   * ```
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.transport.request({ ...options, method: 'DELETE', path: path`/v1/flights/${id}` })
  }

  /**
   * Flights that lack a code for a part of what is left of them, those first whose gap comes first.
   *
   * @example
   * ```ts
   * for await (const { contentId, coverage } of client.flights.coverage()) console.log(contentId, coverage)
   * ```
   */
  coverage(query?: CoverageQuery, options?: CallOptions): ListPromise<Flight> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/coverage', query })
  }
}
