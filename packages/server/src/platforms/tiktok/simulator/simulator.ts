import type { TiktokPace } from '../limiter.ts'
import { BASIC_PACE } from '../limiter.ts'
import { BusinessApi, type PlusQuirk } from './business-api.ts'
import { SimulatorClock } from './clock.ts'
import { Faults } from './faults.ts'
import { Creators } from './personas.ts'
import { TrafficCounter } from './traffic.ts'
import { World } from './world.ts'
import { PERSONAS } from './world-types.ts'

export interface TiktokSimulatorOptions {
  /** The same seed gives the same ids, codes, moods and faults. Default 1. */
  readonly seed?: number | undefined
  /** Where the clock stands until it is moved, epoch milliseconds. Default: it runs with the machine's. */
  readonly at?: number | undefined
  /** How many ad accounts there are to begin with. Default 3. */
  readonly adAccounts?: number | undefined
  /** How many creators, of every persona in turn, with two posts each. Default 8. */
  readonly creators?: number | undefined
  /** Calls an app may make. Default: TikTok's Basic level, 10 a second and 600 a minute. */
  readonly pace?: TiktokPace | undefined
  /** How a `+` in a JSON body is read: only as `%2B`, only as it is, or either (default). */
  readonly plus?: PlusQuirk | undefined
  /** Whether a code can be looked at before it is bound. Default true. */
  readonly infoBeforeBind?: boolean | undefined
  readonly accessToken?: string | undefined
  readonly app?: { readonly id: string; readonly secret: string } | undefined
  /** Wall time, by which calls are counted. Default `Date.now`. */
  readonly wallNow?: (() => number) | undefined
}

export const SIMULATOR_TOKEN = 'simulator-access-token'
export const SIMULATOR_APP = { id: '7000000000000000100', secret: 'simulator-app-secret' }

/** A TikTok to practise on, without its server. */
export class TiktokSimulator {
  readonly clock: SimulatorClock
  readonly world: World
  readonly faults: Faults
  readonly creators: Creators
  readonly traffic: TrafficCounter
  readonly api: BusinessApi
  readonly app: { readonly id: string; readonly secret: string }
  #accessToken: string
  #tokens = 1

  constructor(options: TiktokSimulatorOptions = {}) {
    const { seed = 1, wallNow = Date.now, pace = BASIC_PACE, app = SIMULATOR_APP, accessToken = SIMULATOR_TOKEN } = options
    this.#accessToken = accessToken
    this.app = app
    this.clock = new SimulatorClock({ at: options.at, wallNow })
    this.world = new World({ seed, now: this.clock.now })
    this.faults = new Faults(this.world.draw)
    this.creators = new Creators(this.world, this.clock)
    this.traffic = new TrafficCounter(pace, wallNow)
    this.api = new BusinessApi({
      world: this.world,
      now: this.clock.now,
      app,
      isToken: token => token === this.#accessToken,
      plus: options.plus ?? 'either',
      infoBeforeBind: options.infoBeforeBind ?? true,
    })
    for (let index = 0; index < (options.adAccounts ?? 3); index++) this.world.addAdAccount()
    for (let index = 0; index < (options.creators ?? PERSONAS.length); index++) this.#addCreator(index)
  }

  #addCreator(index: number): void {
    const persona = PERSONAS[index % PERSONAS.length] ?? 'prompt'
    const { handle } = this.world.addCreator(`${persona}.${index + 1}`, persona)
    for (let post = 0; post < 2; post++) this.world.addPost({ handle })
  }

  get accessToken(): string {
    return this.#accessToken
  }

  /** The token of now is refused from now on. Gives the one that takes its place. */
  revokeToken(): { accessToken: string } {
    this.#tokens += 1
    this.#accessToken = `${SIMULATOR_TOKEN}-${this.#tokens}`
    return { accessToken: this.#accessToken }
  }

  /** Sends a creator a message; one with an approval link in it is answered as the creator's persona does. */
  message(handle: string, text: string): void {
    this.creators.receive(handle, text)
  }

  /** Everything there is, as plain data. */
  describe() {
    return { ...this.world.describe(), deeds: this.creators.deeds, app: this.app, accessToken: this.#accessToken }
  }
}
