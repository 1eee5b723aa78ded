import type { Context } from 'hono'
import type { App } from '../../http/app.ts'
import type { AppEnv } from '../../http/env.ts'
import { read } from '../../http/run.ts'
import { Problem } from '../../problem.ts'
import * as contract from './contract.ts'
import { type CreateImportInput, createImport, type ImportDetails } from './create-import.ts'
import { readForm } from './read-form.ts'
import { getImport, listImportIssues, listImports } from './read-imports.ts'
import { tooLarge } from './receive-file.ts'

/** What a form holds besides its file. */
const FORM_ROOM = 64 * 1024

interface Query {
  mapping?: string | undefined
  fileName?: string | undefined
  events?: ImportDetails['events'] | undefined
}

function eventsOf(given: string | undefined): ImportDetails['events'] {
  if (given === undefined) return 'summary'
  const events = contract.IMPORT_EVENTS.find(name => name === given)
  if (!events) throw new Problem('invalid_request', `\`events\` is one of ${contract.IMPORT_EVENTS.join(', ')}.`)
  return events
}

/** Reads the body as it comes in, whatever it is wrapped in; a validator would hold the whole file in memory. */
function uploadOf(c: Context<AppEnv>, query: Query): Pick<CreateImportInput, 'file' | 'details'> {
  const contentType = c.req.header('content-type') ?? ''
  const { body } = c.req.raw
  if (!/^(text\/csv|multipart\/form-data)\b/i.test(contentType)) {
    throw new Problem('unsupported_media_type', 'Send the file as text/csv or multipart/form-data.')
  }
  if (Number(c.req.header('content-length') ?? 0) > contract.MAX_IMPORT_BYTES + FORM_ROOM) throw tooLarge()
  if (!body) throw new Problem('import_unreadable', 'The file is empty.')
  if (/^text/i.test(contentType)) {
    const details = { fileName: query.fileName ?? null, mapping: query.mapping, events: eventsOf(query.events) }
    return { file: body, details: () => details }
  }
  const { file, fileName, fields } = readForm(body, contentType)
  const details = (): ImportDetails => ({
    fileName: query.fileName ?? fileName(),
    mapping: fields.get('mapping') ?? query.mapping,
    events: eventsOf(fields.get('events') ?? query.events),
  })
  return { file, details }
}

export function ingestRoutes(app: App): void {
  app.openapi(contract.createImport, async c => {
    const created = await createImport(c.get('caller').scope, { ...uploadOf(c, c.req.valid('query')), leasedUntil: null })
    c.header('location', `/v1/imports/${created.id}`)
    return c.json(created, 202)
  })
  app.openapi(contract.listImports, async c => c.json(await read(c, listImports, c.req.valid('query')), 200))
  app.openapi(contract.getImport, async c => c.json(await read(c, getImport, c.req.valid('param').id), 200))
  app.openapi(contract.listImportIssues, async c =>
    c.json(await read(c, listImportIssues, { ...c.req.valid('param'), ...c.req.valid('query') }), 200),
  )
}
