import { createClient } from '@libsql/client'
import { and, between, desc, eq, type SQL } from 'drizzle-orm'
import { drizzle as drizzleLibsql } from 'drizzle-orm/libsql'
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Workspace } from '../../packages/server/src/context.ts'
import type { SparkKit } from '../../packages/server/src/create-sparkkit.ts'
import { openEmbedded } from '../../packages/server/src/db/libsql/index.ts'
import { asDatabase } from '../../packages/server/src/db/postgres.ts'
import { schemas } from '../../packages/server/src/db/schema.ts'
import { toContent } from '../../packages/server/src/features/content/resource.ts'
import { workspaceSeqRange } from '../../packages/server/src/features/content/seq.ts'
import { wordOf } from './invent.ts'

type Handler = () => Promise<Response>

/** One way to answer pages. */
export interface Contender {
  readonly name: 'sparkkit' | 'hand-written SQL' | 'drizzle on the stock client'
  /** The path that answers this page; undefined where this way has no such page. */
  pathOf(page: PageName): string | undefined
  close(): Promise<void>
}

export const PAGES = {
  newest: '/v1/content?limit=50',
  'platform + eligible': '/v1/content?limit=50&platform=tiktok&sparkEligible=true',
  'views range, by views': '/v1/content?limit=50&minViews=1000&maxViews=100000&sort=-views',
  'search: common word': `/v1/content?limit=50&q=${wordOf(5)}`,
} as const
export type PageName = keyof typeof PAGES

/** What a contender works on. */
export interface Stand {
  readonly kit: SparkKit
  readonly url: string
  readonly workspace: Workspace
}

const pageNames = Object.keys(PAGES) as PageName[]
const byPage = <T>(make: (page: PageName) => T): Map<PageName, T> => new Map(pageNames.map(page => [page, make(page)]))

export const sparkkit: Contender = { name: 'sparkkit', pathOf: page => PAGES[page], close: async () => {} }

/** Inside the service's own HTTP frame, so that what differs is how a page is made. */
function mount(kit: SparkKit, slug: string, handlers: Map<PageName, Handler>): Contender['pathOf'] {
  const paths = new Map([...handlers.keys()].map(page => [page, `/v1/bench/${slug}/${pageNames.indexOf(page)}`]))
  for (const [page, handler] of handlers) kit.app.get(paths.get(page) ?? '', handler)
  return page => paths.get(page)
}

interface Answer {
  json: string
}

const sendRows = (rows: readonly Answer[]): Response =>
  new Response(`{"data":[${rows.map(row => row.json).join(',')}],"nextCursor":null}`, { headers: { 'content-type': 'application/json' } })

const SQLITE_TIME = (column: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`
const SQLITE_JSON = `json_object('id', id, 'platform', platform, 'mediaType', media_type, 'platformId', platform_id, 'url', url,
  'creator', json_object('id', creator_id, 'handle', creator_handle), 'caption', caption, 'hashtags', json(hashtags),
  'postedAt', ${SQLITE_TIME('posted_at')}, 'durationSeconds', duration_seconds, 'thumbnailUrl', 'https://sparkkit.example/thumbnails/' || id,
  'metrics', json_patch('{}', json_object('views', views, 'likes', likes, 'comments', comments, 'shares', shares, 'saves', saves)),
  'metricsAt', ${SQLITE_TIME('metrics_at')}, 'eligibility', json_object('eligible', json(iif(eligible, 'true', 'false')), 'reasons', json(eligibility_reasons)),
  'sparkStatus', spark_status, 'openRequestId', open_request_id, 'liveCodeId', live_code_id, 'codeEndsAt', ${SQLITE_TIME('code_ends_at')},
  'externalId', external_id, 'metadata', json(metadata), 'createdAt', ${SQLITE_TIME('created_at')}, 'updatedAt', ${SQLITE_TIME('updated_at')}) AS json`

const PG_TIME = (column: string) => `to_char(to_timestamp(${column} / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const PG_JSON = `CAST(json_build_object('id', id, 'platform', platform, 'mediaType', media_type, 'platformId', platform_id, 'url', url,
  'creator', json_build_object('id', creator_id, 'handle', creator_handle), 'caption', caption, 'hashtags', hashtags,
  'postedAt', ${PG_TIME('posted_at')}, 'durationSeconds', duration_seconds, 'thumbnailUrl', 'https://sparkkit.example/thumbnails/' || id,
  'metrics', json_strip_nulls(json_build_object('views', views, 'likes', likes, 'comments', comments, 'shares', shares, 'saves', saves)),
  'metricsAt', ${PG_TIME('metrics_at')}, 'eligibility', json_build_object('eligible', eligible, 'reasons', eligibility_reasons),
  'sparkStatus', spark_status, 'openRequestId', open_request_id, 'liveCodeId', live_code_id, 'codeEndsAt', ${PG_TIME('code_ends_at')},
  'externalId', external_id, 'metadata', metadata, 'createdAt', ${PG_TIME('created_at')}, 'updatedAt', ${PG_TIME('updated_at')}) AS text) AS json`

const ASKABLE = `platform = 'tiktok' AND eligible AND open_request_id IS NULL AND (code_ends_at IS NULL OR code_ends_at <= 0)`
const VIEWS = '(CASE WHEN views IS NULL THEN -1 ELSE views END)'

function sqliteTexts({ no }: Workspace): Record<PageName, string> {
  const { first, last } = workspaceSeqRange(no)
  const mine = `seq BETWEEN ${first} AND ${last}`
  return {
    newest: `SELECT ${SQLITE_JSON} FROM content WHERE ${mine} ORDER BY seq DESC LIMIT 50`,
    'platform + eligible': `SELECT ${SQLITE_JSON} FROM content NOT INDEXED WHERE ${mine} AND ${ASKABLE} ORDER BY seq DESC LIMIT 50`,
    'views range, by views': `SELECT ${SQLITE_JSON} FROM content INDEXED BY content_views
      WHERE workspace_no = ${no} AND ${VIEWS} BETWEEN 1000 AND 100000 ORDER BY ${VIEWS} DESC, seq DESC LIMIT 50`,
    'search: common word': `SELECT ${SQLITE_JSON} FROM content WHERE seq IN (SELECT rowid FROM content_search
      WHERE content_search MATCH '"${wordOf(5)}"' AND rowid BETWEEN ${first} AND ${last} ORDER BY rowid DESC LIMIT 50) ORDER BY seq DESC`,
  }
}

function postgresTexts({ no }: Workspace): Record<PageName, string> {
  const page = (where: string, order = 'seq DESC') =>
    `SELECT ${PG_JSON} FROM content WHERE workspace_no = ${no} AND ${where} ORDER BY ${order} LIMIT 50`
  return {
    newest: page('true'),
    'platform + eligible': page(ASKABLE),
    'views range, by views': page(`${VIEWS} BETWEEN 1000 AND 100000`, `${VIEWS} DESC, seq DESC`),
    'search: common word': page(`array_to_tsvector(string_to_array(search_text, ' ')) @@ CAST('''${wordOf(5)}''' AS tsquery)`),
  }
}

/** The statement that its author would write for this page alone, on the same engine: no caller, no parameters, no cursor. */
export async function handWritten({ kit, url, workspace }: Stand): Promise<Contender> {
  if (url.startsWith('file:')) {
    const client = await openEmbedded({ path: url.replace('file:', '') })
    const texts = sqliteTexts(workspace)
    const handlers = byPage(page => async () => {
      const { rows } = await client.execute(texts[page])
      return sendRows(rows.map(row => ({ json: String(row[0]) })))
    })
    return { name: 'hand-written SQL', pathOf: mount(kit, 'hand-written', handlers), close: () => client.closeAndWait() }
  }
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  const texts = postgresTexts(workspace)
  const handlers = byPage(page => async () => sendRows((await pool.query<Answer>(texts[page])).rows))
  return { name: 'hand-written SQL', pathOf: mount(kit, 'hand-written', handlers), close: () => pool.end() }
}

/** What the manuals of drizzle and of the driver show: rows become objects, objects become JSON. */
export function stock({ kit, url, workspace }: Stand): Contender {
  const isFile = url.startsWith('file:')
  const client = isFile ? createClient({ url }) : undefined
  const pool = isFile ? undefined : new pg.Pool({ connectionString: url, max: 10 })
  const db = client ? drizzleLibsql(client) : asDatabase(drizzlePg(pool ?? url))
  const { content: c } = isFile ? schemas.sqlite : schemas.postgres
  const { first, last } = workspaceSeqRange(workspace.no)
  // Without statistics SQLite takes another index when it hears of the workspace too.
  const mine = isFile ? between(c.seq, first, last) : and(eq(c.workspaceNo, workspace.no), between(c.seq, first, last))
  const wheres = new Map<PageName, SQL | undefined>([
    ['newest', mine],
    ['platform + eligible', and(mine, eq(c.platform, 'tiktok'), eq(c.eligible, true))],
  ])
  const printer = { services: kit.services, workspace }
  const handlers = new Map(
    [...wheres].map(([page, where]): [PageName, Handler] => [
      page,
      async () => {
        const rows = await db.select().from(c).where(where).orderBy(desc(c.seq)).limit(50)
        return Response.json({ data: rows.map(row => toContent(printer, row)), nextCursor: null })
      },
    ]),
  )
  return {
    name: 'drizzle on the stock client',
    pathOf: mount(kit, 'stock', handlers),
    close: async () => {
      client?.close()
      await pool?.end()
    },
  }
}
