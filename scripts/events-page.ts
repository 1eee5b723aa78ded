import { EVENT_FEED_DAYS, EVENTS, type EventDefinition, eventRetentionDays, MAX_ATTEMPTS } from '../packages/core/src/index.ts'

const familyOf = (type: string): string => type.split('.')[0] ?? type

const row = (type: string, { description, resource }: EventDefinition): string =>
  `| \`${type}\` | ${description} | ${resource} | ${eventRetentionDays(type)} days |`

/** docs/events.md: the catalogue of events, by family. */
export function eventsPage(): string {
  const families = Map.groupBy(Object.entries<EventDefinition>(EVENTS), ([type]) => familyOf(type))
  const sections = [...families].map(
    ([family, events]) =>
      `## ${family}\n\n| type | when | \`data\` | kept |\n|---|---|---|---|\n${events.map(([type, event]) => row(type, event)).join('\n')}`,
  )
  return `# Events

<!-- Made from packages/core/src/events by \`pnpm generate\`. Do not edit. -->

An event is a fact that happened, written in the same transaction as the change. There is one log and it has three readers: the feed
(\`GET /v1/events\`, or \`GET /v1/events/stream\` as it happens), webhooks, and audits. All carry the same envelope:

| field | meaning |
|---|---|
| \`id\` | the same in the feed, in every delivery and in every retry: remember it and ignore repeats |
| \`type\` | one of those below; new ones may appear |
| \`timestamp\` | when it happened, in domain time |
| \`sequence\` | counts up within the workspace without gaps; order by it |
| \`actor\`, \`requestId\` | who did it, by which call |
| \`data\` | the whole resource as it was then |
| \`previous\` | the changed fields as they were |

Endpoints and queries filter by type (\`spark_code.received\`), by family (\`spark_code.*\`) or take everything (\`*\`). An endpoint is not
told that it was itself created, changed or deleted.

Deliveries are signed after [Standard Webhooks](https://www.standardwebhooks.com) and tried ${MAX_ATTEMPTS} times over about 75 hours. What
was missed can be sent again for ${EVENT_FEED_DAYS} days: \`POST /v1/webhook-endpoints/{id}/replay\`. An endpoint with \`payload: thin\` gets the id of
what changed alone. One with \`includeCodes\` gets the Spark Code as \`data.code\` in \`spark_code.received\`, \`.extended\` and \`.restored\`;
codes are nowhere else in the log.

${sections.join('\n\n')}
`
}
