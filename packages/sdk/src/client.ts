import type { ApiPromise } from './api-promise.ts'
import { Transport } from './internal/transport.ts'
import type { CallOptions, RequestOptions, SparkKitOptions } from './options.ts'
import type { ListPromise } from './pagination.ts'
import {
  AdAccountsResource,
  ApiKeysResource,
  ApprovalLinksResource,
  ApprovalsResource,
  BindingsResource,
  ConnectionsResource,
  ContentResource,
  CreatorsResource,
  DeliveriesResource,
  EmbedTokensResource,
  EventsResource,
  FlightsResource,
  HandoffsResource,
  ImportsResource,
  MessageTemplatesResource,
  ReplaysResource,
  SandboxResource,
  SharedCodesResource,
  SparkCodesResource,
  SparkRequestsResource,
  StatsResource,
  WebhookEndpointsResource,
  WorkspaceResource,
} from './resources/index.ts'
import type { Me } from './types.ts'

/**
 * The client of one SparkKit workspace. Cheap, stateless but for its access token, and safe to share.
 *
 * @example
 * ```ts
 * const sparkkit = new SparkKit({ apiKey, baseUrl: 'http://localhost:8787' })
 * ```
 */
export class SparkKit {
  readonly imports: ImportsResource
  readonly content: ContentResource
  readonly creators: CreatorsResource
  readonly sparkRequests: SparkRequestsResource
  readonly approvalLinks: ApprovalLinksResource
  readonly messageTemplates: MessageTemplatesResource
  readonly approvals: ApprovalsResource
  readonly sparkCodes: SparkCodesResource
  readonly connections: ConnectionsResource
  readonly adAccounts: AdAccountsResource
  readonly bindings: BindingsResource
  readonly flights: FlightsResource
  readonly handoffs: HandoffsResource
  readonly sharedCodes: SharedCodesResource
  readonly events: EventsResource
  readonly webhookEndpoints: WebhookEndpointsResource
  readonly deliveries: DeliveriesResource
  readonly replays: ReplaysResource
  readonly workspace: WorkspaceResource
  readonly apiKeys: ApiKeysResource
  readonly embedTokens: EmbedTokensResource
  readonly stats: StatsResource
  readonly sandbox: SandboxResource
  readonly #transport: Transport

  /** @throws TypeError for a bad `baseUrl`, or unless exactly one of `apiKey`, `token` and `anonymous` is given. */
  constructor(options: SparkKitOptions) {
    const transport = new Transport(options)
    this.#transport = transport
    this.imports = new ImportsResource(transport)
    this.content = new ContentResource(transport)
    this.creators = new CreatorsResource(transport)
    this.sparkRequests = new SparkRequestsResource(transport)
    this.approvalLinks = new ApprovalLinksResource(transport)
    this.messageTemplates = new MessageTemplatesResource(transport)
    this.approvals = new ApprovalsResource(transport)
    this.sparkCodes = new SparkCodesResource(transport)
    this.connections = new ConnectionsResource(transport)
    this.adAccounts = new AdAccountsResource(transport)
    this.bindings = new BindingsResource(transport)
    this.flights = new FlightsResource(transport)
    this.handoffs = new HandoffsResource(transport)
    this.sharedCodes = new SharedCodesResource(transport)
    this.events = new EventsResource(transport)
    this.webhookEndpoints = new WebhookEndpointsResource(transport)
    this.deliveries = new DeliveriesResource(transport)
    this.replays = new ReplaysResource(transport)
    this.workspace = new WorkspaceResource(transport)
    this.apiKeys = new ApiKeysResource(transport)
    this.embedTokens = new EmbedTokensResource(transport)
    this.stats = new StatsResource(transport)
    this.sandbox = new SandboxResource(transport)
  }

  /**
   * Who this client is, what it may do, and the workspace it is in.
   *
   * @example
   * ```ts
   * const { workspace, scopes } = await client.me()
   * ```
   */
  me(options?: CallOptions): ApiPromise<Me> {
    return this.#transport.request({ ...options, method: 'GET', path: '/v1/me' })
  }

  /**
   * Any endpoint, also one this version has no method for, with the same credentials, retries, timeouts and errors.
   * Ids in `path` must be encoded with `encodeURIComponent`.
   *
   * @example
   * ```ts
   * const me = await client.request<{ workspace: { id: string } }>({ method: 'GET', path: '/v1/me' })
   * ```
   */
  request<T = unknown>(options: RequestOptions): ApiPromise<T> {
    return this.#transport.request<T>(options)
  }

  /**
   * Any list endpoint: await it for the first page, iterate over it for every item.
   *
   * @example
   * ```ts
   * for await (const event of client.list<{ id: string }>({ path: '/v1/events', query: { limit: 100 } })) console.log(event.id)
   * ```
   */
  list<T = unknown>(options: Omit<RequestOptions, 'method' | 'parseAs'>): ListPromise<T> {
    return this.#transport.list<T>({ ...options, method: 'GET' })
  }
}
