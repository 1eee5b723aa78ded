import type { EVENTS, EventType } from '@sparkkit/core/events'
import type { components } from './generated/api.ts'

export type { EventType }

type Schemas = components['schemas']

type ResourceNamed<Name extends string> = Name extends keyof Schemas ? Schemas[Name] : Readonly<Record<string, unknown>>

/** The resource that events of a type carry. */
export type EventData<Type extends EventType> = ResourceNamed<(typeof EVENTS)[Type]['resource']>

/** Who did it. */
export type Actor = Schemas['Actor']

/** An event as every webhook, the feed and the stream carry it. */
export type WebhookEvent<Type extends string = string, Data = Readonly<Record<string, unknown>>> = {
  readonly id: string
  readonly type: Type
  /** When it happened, ISO 8601 UTC. */
  readonly timestamp: string
  readonly workspaceId: string
  /** Counts up within a workspace; order by it, as deliveries may overtake one another. */
  readonly sequence: number
  readonly data: Data
  /** Fields this version does not know are kept. */
  readonly [field: string]: unknown
}

type EventOf<Type extends EventType> = WebhookEvent<Type, EventData<Type>> & {
  readonly actor: Actor
  /** The API call that caused it. */
  readonly requestId: string | null
  /** The changed fields as they were. */
  readonly previous?: Partial<EventData<Type>>
}

/**
 * Every event SparkKit sends: `switch (event.type)` tells what `event.data` is. New types may appear, so let an unknown one pass.
 *
 * @example
 * ```ts
 * const onCode = (event: SparkKitEvent<'spark_code.received'>): void => console.log(event.data.masked, event.data.endsAt)
 * ```
 */
export type SparkKitEvent<Type extends EventType = EventType> = { [Name in Type]: EventOf<Name> }[Type]
